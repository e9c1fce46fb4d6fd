package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.InviteException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words as people type, mistype and begin them, and how codes are drawn. */
class TypedWordsTest {
    private final WordList list = WordList.instance();

    @Test
    void four_letters_name_a_word_and_three_do_not() {
        assertThat(list.words()).hasSize(WordList.SIZE);
        for (String word : list.words()) {
            assertThat(list.find(word)).contains(word);
            for (int length = 4; length < word.length(); length++) {
                assertThat(list.find(word.substring(0, length))).contains(word);
            }
        }
        assertThat(list.find("lant")).contains("lantern");
        assertThat(list.find("lan")).isEmpty();
        assertThat(list.find("lanterns")).isEmpty();
        assertThat(list.find("")).isEmpty();
    }

    @Test
    void a_word_that_was_begun_is_completed_to_all_it_may_become() {
        assertThat(list.completions("acc")).containsExactly("accent", "account");
        assertThat(list.completions("accent")).containsExactly("accent");
        assertThat(list.completions("")).hasSize(WordList.SIZE);
        assertThat(list.completions("xyzzy")).isEmpty();
    }

    @Test
    void a_word_is_near_by_one_letter_changed_added_or_left_out() {
        for (String typed : List.of(
                "bcademy", "acodemy", "academi", "academyy", "aacademy", "acaademy", "cademy", "acaemy", "academ")) {
            assertThat(list.near(typed)).as(typed).containsExactly("academy");
        }
        for (String typed : List.of("academy", "caademy", "acadxxmy", "acadm", "academyyy", "xcademx", "")) {
            assertThat(list.near(typed)).as(typed).isEmpty();
        }
    }

    @Test
    void the_reason_says_what_is_wrong_and_where() {
        for (String typed : List.of("", "  ", "-")) {
            refused(typed, Reason.EMPTY, 0);
        }
        for (String typed : List.of(
                "012345-amber-lantern-sunset", "48213-amber-lantern-sunset", "4821355-amber-lantern-sunset", "amber")) {
            refused(typed, Reason.BAD_PLACE, 0);
        }
        for (String typed : List.of("482135", "482135-amber-lantern", "482135-amber-lantern-sunset-sunset")) {
            refused(typed, Reason.WORD_COUNT, 0);
        }
        refused("482135-ambr-lantern-sunset", Reason.UNKNOWN_WORD, 1);
        refused("482135-amber-lantern-xyzzy", Reason.UNKNOWN_WORD, 3);
    }

    private static void refused(String typed, Reason reason, int position) {
        assertThatThrownBy(() -> Invite.parse(typed))
                .as(typed)
                .isInstanceOfSatisfying(InviteException.class, problem -> {
                    assertThat(problem.reason()).isEqualTo(reason);
                    assertThat(problem.position()).isEqualTo(position);
                    assertThat(problem.getMessage()).doesNotContain("lantern");
                    assertThat(problem.suggestions()).doesNotContain("xyzzy");
                });
    }

    @Test
    void a_draw_from_the_uneven_end_is_drawn_again() {
        // 2^31 is 2,386 times 900,000 and a rest: numbers from 2,147,400,000 on would make small places likelier.
        assertThat(drawn(2_147_400_000, 899_999, 0, 0, 0).place()).isEqualTo("999999");
        assertThat(drawn(2_147_399_999, 0, 0, 0).place()).isEqualTo("999999");
        assertThat(drawn(0, 0, 1, 1_023).format())
                .isEqualTo("100000-academy-accent-" + list.words().get(1_023));
        assertThat(drawn(-1, 5, 0, 0, 0).place()).isEqualTo("100005");
        assertThat(drawn(Integer.MIN_VALUE, 0, 0, 0).place()).isEqualTo("100000");
        assertThat(drawn(900_000, 1_024, 1_025, 0).format()).isEqualTo("100000-academy-accent-academy");
    }

    private static Invite drawn(int... numbers) {
        Deque<Integer> left = new ArrayDeque<>();
        for (int number : numbers) {
            left.add(number);
        }
        Invite invite = Invite.generate(
                count -> ByteBuffer.allocate(count).putInt(left.remove()).array());
        assertThat(left).isEmpty();
        return invite;
    }

    @Test
    void the_secret_is_the_three_whole_words() throws InviteException {
        Invite invite = Invite.parse("482135 ambe LANT suns");
        assertThat(invite.secret().matches(Secret.ofText("amber-lantern-sunset")))
                .isTrue();
        assertThat(invite).hasToString("Invite[482135-hidden]");
    }

    @Test
    void a_passphrase_is_worth_two_bits_a_character_and_repeats_are_worth_nothing() {
        assertThat(RoomName.estimatedBits("")).isZero();
        assertThat(RoomName.estimatedBits(" \t ")).isZero();
        assertThat(RoomName.estimatedBits("a")).isEqualTo(2);
        assertThat(RoomName.estimatedBits("aaaaaaaaaa")).isEqualTo(6);
        assertThat(RoomName.estimatedBits("abababababab")).isEqualTo(12);
        assertThat(RoomName.estimatedBits("hunter2")).isEqualTo(14);
        assertThat(RoomName.isEmptyPassphrase(" \u3000")).isTrue();
        assertThat(RoomName.isEmptyPassphrase(" x ")).isFalse();
    }
}

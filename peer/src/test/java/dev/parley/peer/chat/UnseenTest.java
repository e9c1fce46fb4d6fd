package dev.parley.peer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnseenTest {
    /** First and last of each run of characters that count as letters or marks and show nothing. */
    private static final int[][] BLANK = {
        {0x034F, 0x034F},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x2800, 0x2800},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFFA0, 0xFFA0},
        {0xE0100, 0xE01EF},
    };

    @Test
    void letters_that_show_nothing_are_unseen_and_their_neighbours_are_not_blank() {
        for (int[] run : BLANK) {
            for (int point = run[0]; point <= run[1]; point++) {
                assertThat(Unseen.isBlank(point)).as("U+%04X", point).isTrue();
                assertThat(Unseen.is(point)).as("U+%04X", point).isTrue();
            }
            assertThat(Unseen.isBlank(run[0] - 1)).as("before U+%04X", run[0]).isFalse();
            assertThat(Unseen.isBlank(run[1] + 1)).as("behind U+%04X", run[1]).isFalse();
        }
    }

    @Test
    void what_acts_on_the_text_around_it_is_unseen() {
        for (int point : new int[] {
            0, 0x1B, 0x7F, 0x85, 0x200B, 0x200E, 0x202E, 0x2028, 0x2029, 0x2066, 0xD800, 0xE000, 0xFEFF, 0xE0041
        }) {
            assertThat(Unseen.is(point)).as("U+%04X", point).isTrue();
        }
        for (int point : new int[] {' ', 'a', 0xE9, 0x4E2D, 0x1F600, 0x0301}) {
            assertThat(Unseen.is(point)).as("U+%04X", point).isFalse();
        }
    }

    @Test
    void a_character_without_a_meaning_is_unseen_but_a_new_emoji_is_shown() {
        for (int point : new int[] {0x0378, 0x1FB00 - 1, 0x1F000, 0x1FAFF, 0x1FFFE, 0x50000}) {
            boolean assigned = Character.isDefined(point);
            boolean emoji = point >= 0x1F000 && point <= 0x1FAFF;
            assertThat(Unseen.is(point)).as("U+%04X", point).isEqualTo(!assigned && !emoji);
        }
        assertThat(Unseen.is(0x1FADF)).isFalse();
        assertThat(Unseen.is(0x0378)).isTrue();
    }

    @Test
    void a_hint_is_near_by_letters_changed_added_or_left_out() {
        assertThat(EditDistance.between("", "")).isZero();
        assertThat(EditDistance.between("leave", "leave")).isZero();
        assertThat(EditDistance.between("", "abc")).isEqualTo(3);
        assertThat(EditDistance.between("abc", "")).isEqualTo(3);
        assertThat(EditDistance.between("verify", "verfy")).isEqualTo(1);
        assertThat(EditDistance.between("verify", "verrify")).isEqualTo(1);
        assertThat(EditDistance.between("verify", "verofy")).isEqualTo(1);
        assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
        assertThat(EditDistance.between("ab", "ba")).isEqualTo(2);
    }

    @Test
    void untrusted_text_is_compared_and_is_not_printed() {
        assertThat(Untrusted.of("a")).isEqualTo(Untrusted.of("a")).hasSameHashCodeAs(Untrusted.of("a"));
        assertThat(Untrusted.of("a")).isNotEqualTo(Untrusted.of("b")).isNotEqualTo("a");
        assertThat(Untrusted.of("hello")).hasToString("Untrusted[5 chars]");
    }
}

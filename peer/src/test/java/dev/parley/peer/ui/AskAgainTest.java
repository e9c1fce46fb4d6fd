package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskAgainTest {
    private final Texts texts = new Texts(Locale.ENGLISH);
    private final RecordingScreen screen = new RecordingScreen(true);
    private final Secret first = RoomName.passphrase("first words");

    @Test
    void whoever_is_sure_of_the_passphrase_leaves_it_as_it_was_typed_last() {
        AskAgain again = AskAgain.passphrase(texts, Optional.of(first));
        screen.answers.add("");
        assertThat(again.ask(screen, 30_000).orElseThrow().matches(first)).isTrue();
        screen.answers.add("other words");
        assertThat(again.ask(screen, 30_000).orElseThrow().matches(RoomName.passphrase("other words")))
                .isTrue();
        screen.answers.add(" ");
        assertThat(again.ask(screen, 0).orElseThrow().matches(RoomName.passphrase("other words")))
                .isTrue();
        assertThat(screen.told.get(0)).endsWith("(hidden)");
        assertThat(screen.told.get(1)).contains("30 s");
        assertThat(screen.told).noneMatch(line -> line.contains("code"));
    }

    @Test
    void a_person_who_gives_up_and_a_script_answer_nothing() {
        assertThat(AskAgain.passphrase(texts, Optional.of(first)).ask(screen, 30_000))
                .isEmpty();
        RecordingScreen script = new RecordingScreen(false);
        script.answers.add("text for the room");
        assertThat(AskAgain.passphrase(texts, Optional.of(first)).ask(script, 30_000))
                .isEmpty();
        assertThat(script.answers).hasSize(1);
        assertThat(script.told).isEmpty();
    }

    @Test
    void a_code_of_another_room_is_asked_for_again() {
        screen.answers.add("482136-amber-lantern-sunset");
        screen.answers.add("482135-amber-lantern-sunset");
        assertThat(AskAgain.code(texts, "482135")
                        .ask(screen, 1)
                        .orElseThrow()
                        .matches(Secret.ofText("amber-lantern-sunset")))
                .isTrue();
        assertThat(screen.told).anyMatch(line -> line.contains("482135"));
    }
}

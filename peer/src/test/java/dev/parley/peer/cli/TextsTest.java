package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.ui.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private final Texts texts = new Texts(Locale.ENGLISH);

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void every_outcome_has_its_sentence_in_three_parts(Outcome outcome) {
        String text = texts.get("end." + outcome.name(), "relay:1", 2);
        if (outcome.exitCode() == 0) {
            assertThat(text).isNotBlank();
        } else {
            assertThat(text.lines().toList()).hasSize(3);
            assertThat(text)
                    .startsWith(outcome.code() + " ")
                    .contains("\n  saw: ")
                    .contains("\n  try: ");
            assertThat(new Texts(new Locale("pt", "BR")).get("end." + outcome.name(), "relay:1", 2))
                    .startsWith(outcome.code() + " ")
                    .contains("\n  visto: ")
                    .contains("\n  tente: ");
        }
    }

    @Test
    void a_plain_relay_that_does_not_answer_is_told_about_with_a_hint_at_TLS() {
        assertThat(texts.get("end.RELAY_UNREACHABLE.plain", "relay:1").lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("  try: ") && line.endsWith("--relay parley://relay:1"));
    }

    @Test
    void exit_codes_are_frozen() {
        assertThat(Map.ofEntries(
                        Map.entry(Outcome.LEFT, 0),
                        Map.entry(Outcome.PEER_LEFT, 0),
                        Map.entry(Outcome.INTERNAL, 1),
                        Map.entry(Outcome.RELAY_UNREACHABLE, 3),
                        Map.entry(Outcome.RELAY_BUSY, 3),
                        Map.entry(Outcome.CONNECTION_LOST, 3),
                        Map.entry(Outcome.ROOM_GONE, 4),
                        Map.entry(Outcome.CODE_DEAD, 5),
                        Map.entry(Outcome.NOT_CONFIRMED, 5),
                        Map.entry(Outcome.ROLLED_BACK, 5),
                        Map.entry(Outcome.RELAY_CHANGED, 5),
                        Map.entry(Outcome.RELAY_NOT_TLS, 6),
                        Map.entry(Outcome.RELAY_IS_TLS, 6),
                        Map.entry(Outcome.NOT_A_RELAY, 6),
                        Map.entry(Outcome.RELAY_VERSION, 6),
                        Map.entry(Outcome.OWN_END, 6),
                        Map.entry(Outcome.PROTOCOL, 6),
                        Map.entry(Outcome.PROXY, 3),
                        Map.entry(Outcome.PIPE_CUT, 7),
                        Map.entry(Outcome.TURNED_AWAY, 7),
                        Map.entry(Outcome.BLOCKED, 7),
                        Map.entry(Outcome.NOT_ADMITTED, 7),
                        Map.entry(Outcome.OPENED_ELSEWHERE, 7),
                        Map.entry(Outcome.TIMED_OUT, 8)))
                .hasSize(Outcome.values().length)
                .allSatisfy((outcome, code) -> assertThat(outcome.exitCode()).isEqualTo(code));
    }

    @Test
    void the_document_lists_every_outcome() throws Exception {
        String protocol = Files.readString(Path.of(System.getProperty("parley.root"), "spec", "PROTOCOL.md"));
        for (Outcome outcome : Outcome.values()) {
            assertThat(protocol).contains("| " + outcome.code() + " | " + outcome.exitCode() + " |");
        }
    }

    @Test
    void relay_addresses_are_read_strictly() {
        assertThat(RelayAddress.parse("example.org")).contains(new RelayAddress("example.org", 4433));
        assertThat(RelayAddress.parse(" 127.0.0.1:1 ")).contains(new RelayAddress("127.0.0.1", 1));
        assertThat(RelayAddress.parse("[::1]:99")).contains(new RelayAddress("::1", 99));
        assertThat(RelayAddress.parse("::1")).contains(new RelayAddress("::1", 4433));
        for (String bad : new String[] {
            "",
            "a b",
            "-host",
            "host:",
            "host:0",
            "host:65536",
            "host:x",
            "[::1",
            "[::1]x",
            "http://x",
            "a/b",
            "host:999999"
        }) {
            assertThat(RelayAddress.parse(bad)).as(bad).isEmpty();
        }
    }
}

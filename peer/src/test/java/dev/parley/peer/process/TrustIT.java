package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees of trust in a real terminal, and Ctrl-C in one that can do nothing. */
class TrustIT {
    private static final String PARLEY =
            Path.of(System.getProperty("parley.root")).resolve("parley").toString();

    private Tmux tmux;

    @BeforeEach
    void open() throws Exception {
        tmux = new Tmux();
        tmux.open("olga", 110, 50);
    }

    @AfterEach
    void close() throws Exception {
        if (tmux != null) {
            tmux.close();
        }
    }

    @Test
    void another_key_blocks_sending_until_it_is_decided_and_is_said_in_words() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = " --relay 127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            tmux.enter("olga", PARLEY + " open --save garden --name olga --color never" + at);
            String code = tmux.await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            try (Program first =
                    Program.peer(Map.of("PARLEY_CODE", code), ("join --save garden --name jon" + at).split(" "))) {
                first.awaitErr("VERIFIED");
                tmux.await("olga", "jon joined: VERIFIED");
                tmux.enter("olga", "/verify");
                assertThat(tmux.await("olga", "If one differs: /verify no"))
                        .contains(
                                "1. Call jon, or meet",
                                "2. One reads",
                                "3. The same",
                                "4. If both are the same",
                                "█ █▄▄▄█ █");
                first.endInput();
                tmux.enter("olga", "hello");
                first.awaitOut("hello");
                Map<String, String> home = Map.of(
                        "XDG_CONFIG_HOME",
                        first.home().toString(),
                        "XDG_STATE_HOME",
                        first.home().toString());
                first.kill();
                try (Program rotate = Program.peer(home, "key", "rotate", "garden")) {
                    assertThat(rotate.exitCode()).isZero();
                }
                try (Program second = Program.peer(home, "reopen", "garden")) {
                    String blocked = tmux.await("olga", "ANOTHER KEY ✗ · nothing is sent: /trust or /quit");
                    assertThat(blocked).contains("SOMEBODY WITH ANOTHER KEY IS HERE", "Compare the numbers of /verify");
                    tmux.enter("olga", "is it you?");
                    tmux.await("olga", "your lines wait for the decision about the other key");
                    tmux.enter("olga", "/verify yes");
                    tmux.await("olga", "first decide whether to go on with them: /trust");
                    tmux.enter("olga", "/trust");
                    tmux.await("olga", "/trust resend takes the new key");
                    assertThat(second.out()).doesNotContain("is it you?");
                    tmux.enter("olga", "/trust resend");
                    assertThat(second.awaitOut("is it you?")).isEqualTo("is it you?");
                    tmux.await("olga", "is it you?  ✓ delivered");
                }
            }
        }
    }

    @Test
    void TT_13_in_a_dumb_terminal_the_first_interrupt_warns_and_the_second_leaves() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = " --relay 127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            tmux.enter("olga", "TERM=dumb " + PARLEY + " open --name olga" + at + "; echo ended $?");
            tmux.await("olga", "waiting for the other side");
            tmux.type("olga", "half");
            tmux.key("olga", "C-c");
            tmux.await("olga", "Ctrl-C again to leave");
            tmux.key("olga", "C-c");
            assertThat(tmux.await("olga", "ended 0"))
                    .contains("you left the room")
                    .doesNotContain("\u001b");
        }
    }
}

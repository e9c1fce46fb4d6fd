package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hostile peer and a hostile relay against the shipped program in a real terminal; tmux sees what changed, script(1) what was typed. */
class HostileTerminalIT {
    private static final String PARLEY =
            Path.of(System.getProperty("parley.root")).resolve("parley").toString();

    /** Whatever a program may change of a terminal, by tmux's names. */
    private static final String STATE = "#{alternate_on} #{insert_flag} #{origin_flag} #{wrap_flag} #{cursor_flag}"
            + " #{mouse_any_flag} #{scroll_region_upper} #{scroll_region_lower} #{pane_tabs} #{pane_title} #{pane_bg}"
            + " #{pane_fg} #{cursor_colour} #{cursor_shape} #{pane_path} #{pane_width} #{pane_height} #{window_name}";

    private static final String EVIL =
            "\u001b]0;owned\u0007\u001b]2;owned\u001b\\\u001bkowned\u001b\\\u001b]7;file:///owned\u0007"
                    + "\u001b]8;;http://owned\u0007\u001b]4;1;#ff0000\u0007\u001b]10;#ff0000\u0007\u001b]11;#00ff00\u0007"
                    + "\u001b]12;#00ff00\u0007\u001b]52;c;b3duZWQ=\u0007\u001b]52;c;?\u0007\u001b]10;?\u0007\u001b]1337;File=:b3duZWQ=\u0007"
                    + "\u001bP$q\"p\u001b\\\u001b_owned\u001b\\\u001b^owned\u001b\\\u001bXowned\u001b\\\u001bPtmux;\u001b\u001b]52;c;b3duZWQ=\u0007\u001b\\"
                    + "\u001b[2J\u001b[3J\u001b[6n\u001b[c\u001b[>c\u001b[18t\u001b[21t\u001b[5n\u001b[?1049h\u001b[?1000h\u001b[?25l"
                    + "\u001b[5;10r\u001b[4h\u001b[?6h\u001b[?7l\u001b[3g\u001b[3 q\u001b[8m\u001bc\u000e\u000f\u0005"
                    + "\u009b2J\u009downed\u009c\r\b\u000b\f\u0085\u2028\u2029\u202e\u2066";

    private Tmux tmux;

    @BeforeEach
    void open() throws Exception {
        tmux = new Tmux();
        tmux.open("olga", 110, 40);
        tmux.run("set-option", "-g", "set-clipboard", "on");
        tmux.run("set-option", "-g", "allow-passthrough", "on");
        tmux.run("set-buffer", "untouched");
        tmux.run("select-pane", "-t", "olga", "-T", "before");
    }

    @AfterEach
    void close() throws Exception {
        if (tmux != null) {
            tmux.close();
        }
    }

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Relay hostileRelay() throws Exception {
        return Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(2, 100, 100, "notice " + EVIL.substring(0, 200) + " end of notice"),
                HostileTerminalIT::clock);
    }

    private static PeerLoop hostilePeer(Relay relay, Invite invite) throws Exception {
        RoomSettings settings = new RoomSettings(
                invite.roomId(),
                Side.JOINER,
                Identity.generate(Randomness.system()),
                Optional.of(invite.secret()),
                Untrusted.of("eve" + EVIL.substring(0, 40)));
        PeerLoop peer = new PeerLoop(
                new RelayAddress("127.0.0.1", relay.address().getPort()),
                new RoomClient(settings, Randomness.system()),
                new Clocks(HostileTerminalIT::clock, HostileTerminalIT::clock),
                Keeper.ephemeral(),
                event -> {});
        peer.start();
        return peer;
    }

    /** Says it as soon as the outbox takes it. */
    private static void say(PeerLoop peer, Message message) {
        boolean said = false;
        while (!said) {
            CompletableFuture<Boolean> taken = new CompletableFuture<>();
            peer.submit((client, now) -> {
                taken.complete(client.say(message).isPresent());
                return List.of();
            });
            said = taken.join();
        }
    }

    /** Offers a file of that name; there is none. */
    private static TransferId offer(PeerLoop peer, int number, String name) {
        byte[] bytes = new byte[TransferId.BYTES];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        TransferId id = TransferId.of(bytes);
        peer.submit((client, now) -> client.offer(new Offer(id, Untrusted.of(name), 1, 7, false)));
        return id;
    }

    /** No longer than a name may be. */
    private static String shortened(String text) {
        return text.codePoints()
                .limit(30)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Invite olgaOpens(Relay relay, String options) throws Exception {
        tmux.enter(
                "olga",
                "clear; script -q -I " + tmux.home() + "/in.log -O " + tmux.home() + "/out.log -c '" + PARLEY
                        + " open --name olga --relay 127.0.0.1:"
                        + relay.address().getPort() + " " + options + "'; echo ended $?");
        String code = tmux.await("olga", "waiting for the other side")
                .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
        return Invite.parse(code);
    }

    /** What the terminal typed, without the lines that script(1) writes about itself. */
    private String typed() throws Exception {
        return Files.readString(tmux.home().resolve("in.log"), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.startsWith("Script "))
                .reduce("", String::concat);
    }

    @Test
    void TT_01_TT_02_nothing_of_a_terminal_changes_and_nothing_is_typed_back() throws Exception {
        try (Relay relay = hostileRelay()) {
            Invite invite = olgaOpens(relay, "");
            tmux.await("olga", "end of notice");
            String before = tmux.state("olga", STATE);
            assertThat(before).contains("parley " + invite.place());
            PeerLoop eve = hostilePeer(relay, invite);
            tmux.await("olga", "joined: VERIFIED");
            say(eve, new Message.Text(Untrusted.of("text " + EVIL + " end of text")));
            say(eve, new Message.Action(Untrusted.of("acts " + EVIL + " end of action")));
            say(eve, new Message.Nick(Untrusted.of("n" + EVIL.substring(100, 150))));
            offer(eve, 1, "file " + EVIL.substring(120, 250) + ".exe");
            tmux.await("olga", "/accept 1 or /reject 1");
            tmux.enter("olga", "/files");
            tmux.enter("olga", "/reject 1");
            say(eve, new Message.Text(Untrusted.of("last")));
            String shown = tmux.await("olga", "last");
            assertThat(shown)
                    .contains(
                            "\\x1b]52;c;b3duZWQ=\\x07",
                            "end of text",
                            "end of action",
                            "is now n",
                            "\\x9b2J\\x9downed\\x9c")
                    .contains("waiting for the other side");
            assertThat(tmux.state("olga", STATE)).isEqualTo(before);
            assertThat(tmux.run("show-buffer").strip()).isEqualTo("untouched");
            assertThat(tmux.run("list-buffers", "-F", "#{buffer_name}").lines()).hasSize(1);

            tmux.enter("olga", "mark");
            tmux.await("olga", "mark  ✓ delivered");
            tmux.enter("olga", "/quit");
            tmux.await("olga", "ended 0");
            assertThat(typed()).isEqualTo("/files/reject 1mark/quit");
            assertThat(tmux.state("olga", "#{pane_title} #{alternate_on} #{cursor_flag}"))
                    .isEqualTo("before 0 1");
        }
    }

    @Test
    void TT_12_all_naughty_strings_change_nothing_of_a_terminal() throws Exception {
        Path file = Path.of(System.getProperty("parley.root")).resolve("../shared/vectors/naughty-strings/blns.json");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(file), "SKIPPED: ../shared/vectors is not here");
        try (Relay relay = hostileRelay()) {
            Invite invite = olgaOpens(relay, "--no-title");
            String before = tmux.state("olga", STATE);
            assertThat(before).contains(" before ");
            PeerLoop eve = hostilePeer(relay, invite);
            tmux.await("olga", "joined: VERIFIED");
            int count = 0;
            for (JsonElement each :
                    JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
                String text = each.getAsString();
                say(eve, new Message.Text(Untrusted.of(text)));
                say(eve, new Message.Action(Untrusted.of(text)));
                say(eve, new Message.Nick(Untrusted.of("n" + shortened(text))));
                TransferId offered = offer(eve, ++count, "f" + shortened(text));
                eve.submit((client, now) -> client.cancel(offered));
            }
            say(eve, new Message.Text(Untrusted.of("last")));
            tmux.await("olga", ": last");
            assertThat(tmux.state("olga", STATE)).isEqualTo(before);
            assertThat(tmux.run("show-buffer").strip()).isEqualTo("untouched");
            tmux.enter("olga", "/quit");
            tmux.await("olga", "ended 0");
            assertThat(typed()).isEqualTo("/quit");
        }
    }

    @Test
    void TT_15_a_window_resized_during_a_flood_stopped_and_continued_keeps_its_draft_and_leaves_no_debris()
            throws Exception {
        try (Relay relay = hostileRelay()) {
            tmux.enter(
                    "olga",
                    "clear; " + PARLEY + " open --name olga --relay 127.0.0.1:"
                            + relay.address().getPort() + "; echo ended $?");
            String code = tmux.await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            for (int i = 1; i <= 3; i++) {
                tmux.enter("olga", "pending line " + i + " with something behind it");
                tmux.await("olga", "… waiting  pending line " + i);
            }
            tmux.type("olga", "draft 漢字 🎉");
            String[] end = {
                "[" + code.substring(0, 6) + " · waiting]",
                "… waiting  pending line 1 with something behind it",
                "… waiting  pending line 2 with something behind it",
                "… waiting  pending line 3 with something behind it",
                "olga> draft 漢字 🎉"
            };
            tmux.awaitEnd("olga", end);
            for (int columns : new int[] {60, 45, 33, 70, 24, 110}) {
                tmux.resize("olga", columns, 30);
            }
            tmux.awaitEnd("olga", end);
            assertThat(tmux.history("olga")).containsOnlyOnce("pending line 2").containsOnlyOnce("olga> draft");

            PeerLoop eve = hostilePeer(relay, Invite.parse(code));
            tmux.await("olga", "joined: VERIFIED");
            for (int i = 0; i < 2_000; i++) {
                say(eve, new Message.Text(Untrusted.of("flood 漢字 " + i)));
                if (i % 400 == 100) {
                    tmux.resize("olga", 1, 1);
                } else if (i % 400 == 300) {
                    tmux.resize("olga", 110, 30);
                }
            }
            tmux.resize("olga", 110, 30);
            tmux.await("olga", "flood 漢字 1999");
            tmux.await("olga", "olga> draft 漢字 🎉");
            tmux.key("olga", "C-z");
            tmux.await("olga", "Stopped");
            tmux.enter("olga", "stty -a | grep -o -w -e -*icanon -e -*echo | tr '\\n' ' '; echo modes");
            tmux.await("olga", "icanon echo modes");
            tmux.enter("olga", "fg");
            tmux.await("olga", "olga> draft 漢字 🎉");
            tmux.enter("olga", " goes on");
            tmux.await("olga", "draft 漢字 🎉 goes on  ✓ delivered");
            tmux.type("olga", "thrown away");
            tmux.await("olga", "olga> thrown away");
            tmux.key("olga", "C-c");
            tmux.await("olga", "Ctrl-C again to leave");
            tmux.key("olga", "C-c");
            assertThat(tmux.await("olga", "you left the room")).doesNotContain("Exception", "\tat ");
            tmux.enter("olga", "stty -a | grep -o -w -e -*icanon -e -*echo | tr '\\n' ' '; echo again");
            tmux.await("olga", "icanon echo again");
        }
    }

    @Test
    void TT_15_a_terminal_that_is_closed_ends_the_program() throws Exception {
        try (Relay relay = hostileRelay()) {
            tmux.enter(
                    "olga",
                    "clear; " + PARLEY + " open --name olga --relay 127.0.0.1:"
                            + relay.address().getPort() + " 2>" + tmux.home() + "/err.log");
            tmux.await("olga", "waiting for the other side");
            long shell = Long.parseLong(tmux.state("olga", "#{pane_pid}"));
            List<ProcessHandle> programs =
                    ProcessHandle.of(shell).orElseThrow().descendants().toList();
            assertThat(programs).isNotEmpty();
            tmux.open("other", 80, 24);
            tmux.run("kill-session", "-t", "olga");
            for (ProcessHandle program : programs) {
                program.onExit().get(Program.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(Files.readString(tmux.home().resolve("err.log"))).doesNotContain("Exception", "\tat ");
        }
    }
}

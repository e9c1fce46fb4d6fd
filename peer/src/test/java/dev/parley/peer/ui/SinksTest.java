package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import dev.parley.crypto.Identity;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.MessagePart;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.Reach;
import dev.parley.peer.room.FileEvent;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Trust;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a stranger can say, through everything that shows it, on every kind of screen. */
class SinksTest {
    private static final SafetyNumber NUMBER = SafetyNumber.of(
            Identity.generate(Randomness.system()).publicKey(),
            Identity.generate(Randomness.system()).publicKey());
    private static final List<String> HOSTILE = List.of(
            "\u001b]0;title\u0007",
            "\u001b]52;c;aGk=\u0007",
            "\u001b]4;1;#000\u001b\\",
            "\u001bPq\u001b\\\u001b_x\u001b\\",
            "\u001b[2J\u001b[3J\u001b[6n\u001b[c\u001b[?1049h\u001bc",
            "\u009b2J\u0085\u2028\u2029\r\b\u000b\f",
            "\n[olga] yes\r\nolga> me",
            "\u202egpj.exe\u2066\u200f",
            "e" + "\u0301".repeat(2_000),
            "\u0430dmin",
            "\ud800\udc00\ud800",
            "olga> ✓ delivered",
            "relay says: go away");

    @TempDir
    Path folder;

    private final Texts texts = new Texts(Locale.ENGLISH);

    private static List<String> strings() throws Exception {
        List<String> all = new ArrayList<>(HOSTILE);
        Path file = Path.of(System.getProperty("parley.root")).resolve("../shared/vectors/naughty-strings/blns.json");
        assumeTrue(Files.exists(file), "SKIPPED: ../shared/vectors is not here");
        JsonParser.parseString(Files.readString(file)).getAsJsonArray().forEach(each -> all.add(each.getAsString()));
        return all;
    }

    /** A room in which {@code text} comes from everywhere a text can come from. */
    private void say(ChatView view, Untrusted text) {
        view.on(new RoomEvent.RelayNotice(text));
        view.on(new RoomEvent.Waiting());
        view.on(new RoomEvent.Joined(text, Trust.UNVERIFIED, NUMBER, NUMBER));
        view.on(new RoomEvent.Received(new Message.Text(text), false));
        view.on(new RoomEvent.Received(new Message.Action(text), false));
        view.on(new RoomEvent.Received(new Message.Nick(text), false));
        view.on(new RoomEvent.Received(new Message.Text(text), true));
        view.said(1, text.raw(), false);
        view.on(new RoomEvent.StateChanged(1, MessageState.DELIVERED));
        view.said(2, text.raw(), true);
        view.tellWho();
        view.tellNumbers();
        view.tellStatus("relay");
        offerFiles(view, text);
        view.on(new RoomEvent.Unreadable());
        view.on(new RoomEvent.Offline(false, 1));
        view.on(new RoomEvent.PeerLeft(text, 0));
        view.on(new RoomEvent.Closed(Outcome.PEER_LEFT, 0, 0));
    }

    /** Files of that name, theirs and ours, through all that can become of them. */
    private static void offerFiles(ChatView view, Untrusted name) {
        int ends = 6;
        for (int i = 0; i < ends; i++) {
            TransferId theirs = id(i);
            TransferId ours = id(ends + i);
            if (Offer.isPossible(name.raw(), 1, 7, false)) {
                on(view, new FileEvent.Offered(new Offer(theirs, name, 1, 7, i % 2 == 0), 1));
                view.files().orElseThrow().view().offered(new Offer(ours, name, 1, 7, false));
            }
            on(view, new FileEvent.Begun(theirs, false, i, 7));
            on(view, new FileEvent.Progress(theirs, false, 5, 7));
            on(view, new FileEvent.Begun(ours, true, i, 7));
            view.tellStatus("relay");
        }
        on(view, new FileEvent.Received(id(0), name));
        on(view, new FileEvent.Delivered(id(ends)));
        on(view, new FileEvent.Rejected(id(ends + 1)));
        for (int i = 1; i < ends; i++) {
            on(view, new FileEvent.Cancelled(id(i), false, i % 2 == 0, FileProblem.OTHER));
            on(view, new FileEvent.Failed(id(ends + i), true, FileProblem.values()[i]));
        }
        view.tellStatus("relay");
    }

    private static TransferId id(int number) {
        byte[] bytes = new byte[TransferId.BYTES];
        bytes[0] = (byte) number;
        return TransferId.of(bytes);
    }

    private static void on(ChatView view, FileEvent event) {
        view.on(new RoomEvent.Files(event));
    }

    /** A room on {@code screen} that takes files, into a folder whose own name is {@code text} too. */
    private ChatView room(Screen screen, String text) {
        ChatView view = new ChatView(screen, texts, "room", "olga", Optional.empty());
        DiskDesk desk = new DiskDesk(folder, new Reach(folder, folder), Randomness.system());
        view.takes(new ChatView.Files(desk, new FileView(screen, texts, () -> 0, text)));
        return view;
    }

    @Test
    void TT_12_all_naughty_strings_through_every_sink_of_a_line_editor_are_drawn_and_not_obeyed() throws Exception {
        Switches silent = new Switches(Map.of(Switches.Name.BELL, false), (name, on) -> {});
        for (String text : strings()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LineDisciplineTerminal terminal =
                    new LineDisciplineTerminal("test", "xterm-256color", out, StandardCharsets.UTF_8);
            terminal.setSize(new Size(100, 40));
            JLineScreen screen = new JLineScreen(terminal, new Look(true, true, false, silent), texts, () -> 0);
            say(room(screen, text), Untrusted.of(text));
            screen.close();
            assertOnlyColours(out.toString(StandardCharsets.UTF_8), text);
        }
    }

    @Test
    void TT_12_TT_13_all_naughty_strings_through_every_sink_of_a_plain_screen_are_plain() throws Exception {
        for (String text : strings()) {
            for (boolean interactive : new boolean[] {true, false}) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ByteArrayOutputStream err = new ByteArrayOutputStream();
                PlainScreen screen = new PlainScreen(
                        InputStream.nullInputStream(), new PrintStream(out), new PrintStream(err), interactive);
                say(room(screen, text), Untrusted.of(text));
                screen.close();
                assertNoControls(out.toString(StandardCharsets.UTF_8), text);
                assertNoControls(err.toString(StandardCharsets.UTF_8), text);
            }
        }
    }

    /** A terminal that answers whatever it is asked for: nobody asks. */
    @Test
    void TT_01_no_naughty_string_makes_a_terminal_type_back() throws Exception {
        for (String text : strings()) {
            for (boolean redraws : new boolean[] {true, false}) {
                ScreenTerminal grid = new ScreenTerminal(100, 40);
                ByteArrayOutputStream written = new ByteArrayOutputStream();
                ProgressScreen screen = new ProgressScreen(
                        InputStream.nullInputStream(),
                        new PrintStream(written, true, StandardCharsets.UTF_8),
                        true,
                        redraws);
                say(room(screen, text), Untrusted.of(text));
                screen.close();
                String all = written.toString(StandardCharsets.UTF_8);
                grid.write(all.replace("\n", "\r\n"));
                assertThat(grid.read()).as(text).isEmpty();
                assertNoControls(all.replace("\u001b[K", ""), text);
            }
        }
    }

    @Test
    void TT_12_all_naughty_strings_are_the_same_text_at_the_other_side() throws Exception {
        for (String text : strings()) {
            if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                Message message = new Message.Text(Untrusted.of(text));
                byte[] body = MessagePart.encode(
                        new byte[16], 1, MessageCodec.encode(message).get(0));
                assertThat(MessagePart.decode(body).message()).isEqualTo(message);
            }
        }
    }

    @Test
    void TT_03_TT_09_every_line_of_a_stranger_begins_with_who_speaks() {
        RecordingScreen screen = new RecordingScreen(true);
        ChatView view = new ChatView(screen, texts, "room", "olga", Optional.empty());
        view.on(new RoomEvent.Joined(Untrusted.of("eve"), Trust.VERIFIED, NUMBER, NUMBER));
        screen.told.clear();
        view.on(new RoomEvent.Received(
                new Message.Text(
                        Untrusted.of("hi\nolga> yes  ✓ delivered\n[room · VERIFIED ✓ · with eve]\n\nrelay says: x")),
                false));
        assertThat(screen.told.get(0)).isEqualTo("eve: hi");
        assertThat(screen.told.subList(1, screen.told.size())).hasSize(4).allMatch(line -> line.startsWith("   | "));
    }

    /** What JLine writes by itself is colours and nothing else: no reader is running. */
    private static void assertOnlyColours(String written, String text) {
        assertNoControls(written.replaceAll("\u001b\\[[0-9;]*m", ""), text);
    }

    private static void assertNoControls(String written, String text) {
        assertThat(written.replace("\r", "")
                        .codePoints()
                        .filter(point -> point != '\n')
                        .boxed())
                .as(text)
                .noneMatch(point -> Character.isISOControl(point)
                        || Character.getType(point) == Character.FORMAT && point != 0x200D
                        || Character.getType(point) == Character.LINE_SEPARATOR
                        || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                        || Character.getType(point) == Character.SURROGATE
                        || Character.getType(point) == Character.PRIVATE_USE);
    }
}

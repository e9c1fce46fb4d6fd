package dev.parley.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.Reach;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.FileEvent;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.Line;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event and command of docs/json.md, against its tables. */
class JsonEventsTest {
    private static final Path DOCS = Path.of(System.getProperty("parley.root"), "docs");
    private static final Identity ONE = Identity.generate(Randomness.system());
    private static final SafetyNumber NUMBER = SafetyNumber.of(
            ONE.publicKey(), Identity.generate(Randomness.system()).publicKey());
    private static final TransferId ID = new TransferId("00112233445566778899aabbccddeeff");
    private static final String HOSTILE = "\u001b]0;t\u0007 \u009b2J \u202e \u2028 \" \\ \ud800 \ud83c\udf89";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final JsonLines out =
            new JsonLines(new PrintStream(written, true, StandardCharsets.UTF_8), () -> 1_795_293_100_349L);

    @TempDir
    private Path folder;

    private DiskDesk desk() {
        return new DiskDesk(folder, new Reach(folder, folder), Randomness.system());
    }

    private static Clocks clocks() {
        return new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::currentTimeMillis);
    }

    private static RoomSettings settings() {
        Invite invite = Invite.generate(Randomness.system());
        return new RoomSettings(invite.roomId(), Side.OPENER, ONE, Optional.of(invite.secret()), Untrusted.of("me"));
    }

    private List<JsonObject> events() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private static Untrusted hostile() {
        return Untrusted.of(HOSTILE);
    }

    private static List<RoomEvent> roomEvents() {
        return List.of(
                new RoomEvent.Waiting(),
                new RoomEvent.Agreeing(),
                new RoomEvent.Joined(hostile(), Trust.VERIFIED, NUMBER, NUMBER),
                new RoomEvent.Resumed(),
                new RoomEvent.Offline(true, 2),
                new RoomEvent.Received(new Message.Text(hostile()), false),
                new RoomEvent.Received(new Message.Action(hostile()), true),
                new RoomEvent.Received(new Message.Nick(hostile()), false),
                new RoomEvent.Unreadable(),
                new RoomEvent.Undelivered(3, new Message.Text(hostile())),
                new RoomEvent.Blocked(Trust.CHANGED, true, NUMBER, NUMBER, 1),
                new RoomEvent.Verified(),
                new RoomEvent.Unrecognised(NUMBER, NUMBER),
                new RoomEvent.StorageFailing("no space"),
                new RoomEvent.StateChanged(3, MessageState.NOT_DELIVERED),
                new RoomEvent.GuessFailed(2),
                new RoomEvent.PassphraseFailed(),
                new RoomEvent.CodeNeeded(30_000),
                new RoomEvent.PeerLeft(hostile(), 0),
                new RoomEvent.RelayNotice(hostile()),
                new RoomEvent.Closed(Outcome.LEFT, 0, 0));
    }

    private static List<FileEvent> fileEvents() {
        return List.of(
                new FileEvent.Offered(new Offer(ID, Untrusted.of("../\u202ea"), 1, 7, false), 1),
                new FileEvent.Begun(ID, true, 0, 7),
                new FileEvent.Progress(ID, false, 3, 7),
                new FileEvent.Received(ID, hostile()),
                new FileEvent.Delivered(ID),
                new FileEvent.Rejected(ID),
                new FileEvent.Cancelled(ID, true, false, FileProblem.STOPPED),
                new FileEvent.Failed(ID, false, FileProblem.BROKEN));
    }

    private static Set<Class<?>> kinds(List<?> events) {
        return events.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    @Test
    void every_event_is_as_documented_and_every_documented_one_was_seen() throws IOException {
        assertThat(kinds(roomEvents()))
                .as("Files is looked at by its own events")
                .containsAll(Arrays.stream(RoomEvent.class.getPermittedSubclasses())
                        .filter(kind -> kind != RoomEvent.Files.class)
                        .toList());
        assertThat(kinds(fileEvents())).containsAll(List.of(FileEvent.class.getPermittedSubclasses()));
        JsonScreen screen = new JsonScreen(new ByteArrayInputStream(new byte[0]), out);
        JsonFace face = (JsonFace) screen.face("482135", Optional.of("482135-a-b-c"), "relay.example:4433", desk());
        face.linked("parley://relay.example/482135-a-b-c#pin=x");
        roomEvents().forEach(face::on);
        fileEvents().forEach(event -> face.on(new RoomEvent.Files(event)));
        Path file = Files.writeString(folder.resolve("told"), "x");
        PeerLoop idle = new PeerLoop(
                new RelayAddress("127.0.0.1", 1),
                new RoomClient(settings(), Randomness.system()),
                clocks(),
                Keeper.ephemeral(),
                face::on);
        JsonCommands commands = new JsonCommands(face, out, idle, desk());
        commands.take(InputLines.Input.of("{\"type\":\"offer\",\"path\":\"" + file + "\"}"));
        face.said(4, Optional.of("mine"));
        face.said(5, Optional.empty());
        screen.tell(Line.note(HOSTILE));
        screen.ask("Code: ", false);
        screen.ended(new RoomEvent.Closed(Outcome.TIMED_OUT, 1, 5_000));
        JsonTable table = JsonTable.read(DOCS.resolve("json.md"), "Events");
        assertThat(events())
                .allSatisfy(event -> assertThat(table.problem(event)).isEmpty());
        assertThat(events().stream()
                        .map(event -> event.get("type").getAsString())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(table.types().keySet());
        assertThat(events().get(events().size() - 1).get("exit").getAsInt()).isEqualTo(8);
    }

    @Test
    void TR_06_nothing_but_printable_ASCII_is_written_and_texts_come_back_to_the_letter() {
        JsonFace face = new JsonFace(
                new InputLines(new ByteArrayInputStream(new byte[0])),
                out,
                new JsonFace.Place("r", Optional.empty(), ""),
                desk());
        face.on(new RoomEvent.Received(new Message.Text(Untrusted.of(HOSTILE)), false));
        assertThat(written.toString(StandardCharsets.ISO_8859_1)).matches("[ -~\n]*");
        assertThat(events().get(0).get("text").getAsString()).isEqualTo(HOSTILE.replace('\ud800', '?'));
    }

    @Test
    void the_schema_file_says_what_the_table_says() throws IOException {
        Path file = DOCS.resolve("json-schema.json");
        String expected = JsonTable.read(DOCS.resolve("json.md"), "Events").schema();
        if ("write".equals(System.getProperty("parley.seed"))) {
            Files.writeString(file, expected);
        }
        assertThat(file).as("-Dparley.seed=write writes it anew").hasContent(expected);
    }

    @Test
    void bad_commands_do_nothing_and_are_answered_by_an_error_and_good_ones_are_taken() throws Exception {
        List<String> bad = List.of(
                "nonsense",
                "",
                "[]",
                "{\"type\":\"say\"}",
                "{\"type\":\"say\",\"text\":7}",
                "{\"type\":\"say\",\"text\":\"\"}",
                "{\"type\":\"say\",\"type\":\"say\",\"text\":\"twice\"}",
                "{\"type\":\"say\",\"text\":\"x\"} {}",
                "{\"type\":\"say\",\"text\":\"x\",\"id\":\"" + "i".repeat(129) + "\"}",
                "{\"type\":\"SAY\",\"text\":\"x\"}",
                "{\"type\":\"shout\",\"text\":\"x\"}",
                "{\"type\":\"nick\",\"name\":\"\"}",
                "{\"type\":\"verify\",\"safety_number\":\"12345\"}",
                "{\"type\":\"trust\",\"waiting\":\"perhaps\"}",
                "{\"type\":\"trust\",\"waiting\":\"send\"}",
                "{\"type\":\"reject\",\"id\":\"../..\"}",
                "{\"type\":\"offer\",\"path\":\"/nonexistent/file\"}",
                "{\"type\":\"accept\",\"id\":\"0\"}",
                "{\"type\":\"cancel\"}");
        String good =
                "{\"type\":\"say\",\"text\":\"hello\",\"id\":\"1\",\"unknown\":[1]}\n{\"type\":\"me\",\"text\":\"waves\"}\n"
                        + "{\"type\":\"nick\",\"name\":\"bob\"}\n{\"type\":\"reject\",\"id\":\"" + ID.hex()
                        + "\"}\n{\"type\":\"cancel\",\"id\":\""
                        + ID.hex() + "\"}\n{\"type\":\"leave\"}\n";
        String input = String.join("\n", bad) + "\n" + good;
        RoomEvent.Closed end = run(input.getBytes(StandardCharsets.UTF_8));
        assertThat(end.outcome()).isEqualTo(Outcome.LEFT);
        List<JsonObject> errors = events().stream()
                .filter(event -> event.get("type").getAsString().equals("error"))
                .toList();
        assertThat(errors).hasSize(bad.size());
        assertThat(errors)
                .extracting(error -> error.get("code").getAsString())
                .contains(
                        "E_UNKNOWN_COMMAND",
                        "E_BAD_COMMAND",
                        "E_BAD_NAME",
                        "E_NO_FILE",
                        "E_NOT_THE_SAME",
                        "E_NOTHING_TO_TRUST");
        assertThat(events().stream()
                        .filter(event -> event.get("type").getAsString().equals("said"))
                        .toList())
                .hasSize(3);
    }

    @Test
    void a_line_without_an_end_costs_no_memory_and_is_refused() throws Exception {
        byte[] input = new byte[InputLines.MAX_BYTES + 2 + "{\"type\":\"leave\"}\n".length()];
        Arrays.fill(input, (byte) 'x');
        byte[] rest = "\n{\"type\":\"leave\"}\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(rest, 0, input, input.length - rest.length, rest.length);
        assertThat(run(input).outcome()).isEqualTo(Outcome.LEFT);
        assertThat(events())
                .anyMatch(event ->
                        event.has("code") && event.get("code").getAsString().equals("E_TOO_LONG"));
    }

    /** A room at a relay that takes the connection and says nothing. */
    private RoomEvent.Closed run(byte[] input) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            JsonFace face = new JsonFace(
                    new InputLines(new ByteArrayInputStream(input)),
                    out,
                    new JsonFace.Place("r", Optional.empty(), ""),
                    desk());
            PeerLoop loop = new PeerLoop(
                    new RelayAddress("127.0.0.1", silent.getLocalPort()),
                    new RoomClient(settings(), Randomness.system()),
                    clocks(),
                    Keeper.ephemeral(),
                    face::on);
            return face.run(loop);
        }
    }
}

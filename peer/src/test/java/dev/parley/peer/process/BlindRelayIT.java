package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.live.FrozenReader;
import dev.parley.peer.live.LivePeer;
import dev.parley.peer.room.RoomEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a relay's process holds, logs and carries while it is full: nothing that anybody said, is called, or agreed on. */
class BlindRelayIT {
    private static final int ROOMS = 16;
    private static final int BUFFERED_BYTES = 1 << 20;

    /** Rooms of strangers that fill the relay: 60,000 bytes of each are more than is asked for. */
    private static final int CROWD = 24;

    private final List<String> markers = new ArrayList<>();

    @Test
    void TR_11_twenty_markers_are_nowhere_in_stream_logs_and_heap_dump_of_a_full_relay() throws Exception {
        List<LivePeer> openers = new ArrayList<>();
        List<LivePeer> joiners = new ArrayList<>();
        List<FrozenReader> readers = new ArrayList<>();
        List<Visitor> crowd = new ArrayList<>();
        Path dump = Files.createTempDirectory("parley-dump").resolve("relay.hprof");
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            int port = Integer.parseInt(relay.awaitOut("ready").replaceAll(".*:", ""));
            long before = byteArrays(relay);
            for (int i = 0; i < ROOMS; i++) {
                Invite invite = Invite.generate(Randomness.system());
                markers.add(invite.format().substring(7));
                readers.add(new FrozenReader(port));
                openers.add(LivePeer.opener(port, invite, mark("nick")));
                joiners.add(LivePeer.joiner(readers.get(i).port(), invite, mark("name")));
            }
            for (int i = 0; i < ROOMS; i++) {
                LivePeer opener = openers.get(i);
                LivePeer joiner = joiners.get(i);
                opener.await(RoomEvent.Joined.class);
                joiner.await(RoomEvent.Joined.class);
                // Both have moved to their private room once this has arrived.
                opener.say(mark("text") + " and " + mark("more"));
                joiner.await(peer -> peer.texts().size() == 1);
            }
            // All at once: the relay ends a reader that takes nothing for half a minute.
            for (int i = 0; i < ROOMS; i++) {
                readers.get(i).freeze();
                String text = mark("big");
                for (int j = 0; j < 8; j++) {
                    openers.get(i).say(text + "x".repeat(600_000) + text);
                }
            }
            for (int i = 0; i < CROWD; i++) {
                // However fast they come, of each the relay holds at least the envelope that is half written.
                Visitor[] pair = Visitor.pair(port, i);
                crowd.add(pair[0]);
                crowd.add(pair[1]);
                pair[0].flood();
            }
            assertThat(markers.size()).isGreaterThanOrEqualTo(20);
            long held = 0;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Program.PATIENCE_SECONDS);
            while (held < BUFFERED_BYTES && System.nanoTime() < deadline) {
                held = byteArrays(relay) - before;
            }
            assertThat(held).as("bytes buffered in the relay's heap: %d", held).isGreaterThanOrEqualTo(BUFFERED_BYTES);
            jcmd(relay, "GC.heap_dump", "-all", dump.toString());
            Marks marks = marks();
            assertClean("heap dump", marks, Files.readAllBytes(dump));
            for (FrozenReader reader : readers) {
                assertClean("stream", marks, reader.seen());
            }
            List<String> logged = new ArrayList<>(relay.out());
            logged.addAll(relay.err());
            assertClean("log", marks, String.join("\n", logged).getBytes(StandardCharsets.UTF_8));
        } finally {
            for (Visitor visitor : crowd) {
                visitor.close();
            }
            readers.forEach(FrozenReader::close);
            openers.forEach(LivePeer::abandon);
            joiners.forEach(LivePeer::abandon);
            Files.deleteIfExists(dump);
        }
    }

    @Test
    void the_search_itself_finds_every_encoding() {
        String marker = mark("found");
        assertThat(forms(marker)).hasSizeGreaterThanOrEqualTo(8);
        for (byte[] form : forms(marker)) {
            for (String around : new String[] {"", "!".repeat(100)}) {
                assertThat(marks().in(hidden(around, form))).containsExactly(marker);
                assertThat(marks().in(hidden(around, Arrays.copyOf(form, form.length - 1))))
                        .isEmpty();
            }
        }
    }

    private static byte[] hidden(String around, byte[] form) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(around.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(form);
        bytes.writeBytes(around.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private String mark(String kind) {
        String marker =
                kind + "-" + HexFormat.of().formatHex(Randomness.system().bytes(6));
        markers.add(marker);
        return marker;
    }

    private Marks marks() {
        Marks marks = new Marks();
        markers.forEach(marker -> forms(marker).forEach(form -> marks.add(marker, form)));
        return marks;
    }

    private static void assertClean(String where, Marks marks, byte[] bytes) {
        assertThat(bytes.length).as(where).isPositive();
        assertThat(marks.in(bytes)).as("what is in the %s", where).isEmpty();
    }

    /** UTF-8, UTF-16, hex in both cases, and base64 at each of its three alignments. */
    private static List<byte[]> forms(String marker) {
        byte[] utf8 = marker.getBytes(StandardCharsets.UTF_8);
        List<byte[]> forms = new ArrayList<>(List.of(
                utf8,
                marker.getBytes(StandardCharsets.UTF_16LE),
                marker.getBytes(StandardCharsets.UTF_16BE),
                HexFormat.of().formatHex(utf8).getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().withUpperCase().formatHex(utf8).getBytes(StandardCharsets.US_ASCII)));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + utf8.length];
            System.arraycopy(utf8, 0, shifted, shift, utf8.length);
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(text.substring(shift == 0 ? 0 : 4, text.length() - 2).getBytes(StandardCharsets.US_ASCII));
        }
        return forms;
    }

    /** Bytes in byte arrays that are alive in the relay's heap. */
    private static long byteArrays(Program relay) throws IOException, InterruptedException {
        return jcmd(relay, "GC.class_histogram")
                .lines()
                .filter(line -> line.matches("\\s*\\d+:.*\\[B( .*)?"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                .findFirst()
                .orElseThrow();
    }

    private static String jcmd(Program relay, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(relay.pid())));
        whole.addAll(List.of(command));
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }
}

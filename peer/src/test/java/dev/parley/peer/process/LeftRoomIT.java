package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.cli.LeavingPeer;
import dev.parley.peer.live.LivePeer;
import dev.parley.peer.room.RoomEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the heap of the {@code parley} command holds of a room once it was left; docs/measurements has the figures. */
class LeftRoomIT {
    private static final int LINES = 20;

    /**
     * For a walk from the thread of the room to its keys; and for a collection that leaves no gaps, which a dump would show as arrays of
     * whatever lay there before.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:MarkSweepDeadRatio=0",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED");

    @TempDir
    private Path folder;

    private final Marks marks = new Marks();
    private final Map<String, Integer> searched = new TreeMap<>();

    @Test
    void TL_04_no_key_of_a_room_that_was_left_can_be_reached_in_the_heap() throws Exception {
        Invite invite = Invite.generate(Randomness.system());
        Path code = folder.resolve("code");
        Files.writeString(code, invite.format());
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = relay.awaitOut("ready").replaceAll(".*ready ", "");
            try (LivePeer olga = LivePeer.opener(Integer.parseInt(at.replaceAll(".*:", "")), invite, "olga");
                    Program jon = Program.of(
                            LeavingPeer.class,
                            OPTIONS,
                            Map.of(),
                            "join",
                            "--relay",
                            at,
                            "--name",
                            "jon",
                            "--code-file",
                            code.toString())) {
                jon.awaitErr("olga joined: VERIFIED");
                jon.type("!secrets " + folder.resolve("secrets") + "\n");
                jon.awaitErr("!secrets done");
                takeSecrets(folder.resolve("secrets"));
                for (int i = 0; i < LINES; i++) {
                    String text = "text " + i + " "
                            + HexFormat.of().formatHex(Randomness.system().bytes(8));
                    add("text", text.getBytes(StandardCharsets.UTF_8));
                    olga.say(text);
                    jon.awaitOut(text);
                    jon.type("line " + i + "\n");
                }
                olga.await(peer -> peer.texts().size() == LINES);
                Set<String> inRoom = found(jon, "!live");
                jon.type("!end\n");
                jon.awaitErr("!ended 0");
                olga.await(RoomEvent.PeerLeft.class);
                Set<String> behind = found(jon, "!dump");
                Set<String> reachable = found(jon, "!live");
                searched.forEach((kind, count) -> System.out.printf(
                        "heap: %-12s %3d searched, %3d in the room, %3d after leaving, %3d of them reachable%n",
                        kind, count, of(inRoom, kind), of(behind, kind), of(reachable, kind)));
                assertThat(of(inRoom, "rsa prime p"))
                        .as("the search finds what is there")
                        .isEqualTo(1);
                assertThat(reachable.stream().filter(name -> !name.startsWith("text")))
                        .isEmpty();
            }
        }
    }

    private void takeSecrets(Path file) throws Exception {
        for (String line : Files.readAllLines(file)) {
            String kind = line.substring(0, line.indexOf(':')).replaceAll(" \\d+$", "");
            byte[] secret = HexFormat.of().parseHex(line.substring(line.indexOf(':') + 1));
            add(kind, secret);
            if (kind.equals("chainKey")) {
                addMessageKeys(secret);
            }
        }
        assertThat(searched.keySet()).contains("chainKey", "root", "ourKey", "rsa prime p", "rsa exponent", "secret");
    }

    /** The keys of the frames to come (PROTOCOL.md section 7.3). */
    private void addMessageKeys(byte[] first) throws Exception {
        byte[] chainKey = first;
        for (int i = 0; i < LINES; i++) {
            add("message key", hmac(chainKey, 1));
            chainKey = hmac(chainKey, 2);
        }
    }

    private static byte[] hmac(byte[] key, int step) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(new byte[] {(byte) step});
    }

    private void add(String kind, byte[] bytes) {
        marks.add(kind + " " + searched.merge(kind, 1, Integer::sum), bytes);
    }

    private Set<String> found(Program program, String command) throws Exception {
        Path dump = folder.resolve("heap" + System.nanoTime() + ".hprof");
        program.type(command + " " + dump + "\n");
        program.awaitErr("!dumped " + dump);
        Set<String> found = marks.in(Files.readAllBytes(dump));
        Files.delete(dump);
        return found;
    }

    private static long of(Set<String> names, String kind) {
        return names.stream().filter(name -> name.matches(kind + " \\d+")).collect(Collectors.counting());
    }
}

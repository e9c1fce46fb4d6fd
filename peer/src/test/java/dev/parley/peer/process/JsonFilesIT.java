package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between two programs that are driven by JSON, over a relay: three processes. */
class JsonFilesIT {
    @TempDir
    private Path temp;

    private Path inbox;

    @BeforeEach
    void make() throws IOException {
        inbox = Files.createDirectory(temp.resolve("in"));
    }

    private static JsonObject event(Program program, String type) throws InterruptedException {
        return event(program, type, "");
    }

    /** The first event of that type in which {@code more} stands. */
    private static JsonObject event(Program program, String type, String more) throws InterruptedException {
        String line = program.awaitOut("\"type\":\"" + type + "\"", more);
        return JsonParser.parseString(line).getAsJsonObject();
    }

    private static void offer(Program program, Path file) throws IOException {
        program.type("{\"type\":\"offer\",\"path\":\"" + file + "\"}\n");
    }

    private static void answer(Program program, String verb, String id) throws IOException {
        program.type("{\"type\":\"" + verb + "\",\"id\":\"" + id + "\"}\n");
    }

    @Test
    void a_file_is_accepted_one_is_rejected_one_is_cancelled_and_all_of_it_is_told() throws Exception {
        Path notes = Files.writeString(temp.resolve("notes \u00e9\u202e.txt"), "these are notes");
        Path unwanted = Files.writeString(temp.resolve("unwanted"), "x");
        Path large = temp.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(2L << 30);
        }
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            try (Program one = Program.peer(Map.of(), "open", "--json", "--relay", at)) {
                String code = event(one, "invite").get("code").getAsString();
                try (Program two = Program.peer(
                        Map.of("PARLEY_CODE", code), "join", "--json", "--relay", at, "--out", inbox.toString())) {
                    assertThat(event(one, "joined").get("trust").getAsString()).isEqualTo("verified");
                    event(two, "joined");

                    offer(one, notes);
                    String accepted = event(one, "offered").get("id").getAsString();
                    JsonObject offered = event(two, "file_offered", accepted);
                    assertThat(offered.get("bytes").getAsLong()).isEqualTo(15);
                    assertThat(inbox).isEmptyDirectory();
                    answer(two, "accept", accepted);
                    Path stored = Path.of(
                            event(two, "file_received", accepted).get("name").getAsString());
                    assertThat(event(one, "file_delivered", accepted)).isNotNull();
                    assertThat(inbox.resolve(stored.getFileName())).hasContent("these are notes");
                    assertThat(inbox.toFile().list()).containsExactly("notes \u00e9_.txt");

                    offer(one, unwanted);
                    String rejected = id(two, "unwanted");
                    answer(two, "reject", rejected);
                    event(one, "file_rejected", rejected);

                    offer(one, large);
                    String cancelled = id(two, "large");
                    answer(two, "accept", cancelled);
                    event(two, "file_begun", cancelled);
                    answer(two, "cancel", cancelled);
                    assertThat(event(two, "file_cancelled", cancelled)
                                    .get("by_them")
                                    .getAsBoolean())
                            .isFalse();
                    assertThat(event(one, "file_cancelled", cancelled)
                                    .get("by_them")
                                    .getAsBoolean())
                            .isTrue();

                    two.type("{\"type\":\"accept\",\"id\":\"no\"}\n");
                    assertThat(event(two, "error").get("code").getAsString()).isEqualTo("E_BAD_COMMAND");
                    one.type("{\"type\":\"say\",\"text\":\"still talking\"}\n{\"type\":\"leave\"}\n");
                    assertThat(event(two, "message").get("text").getAsString()).isEqualTo("still talking");
                    assertThat(one.exitCode()).isZero();
                    assertThat(two.exitCode()).isZero();
                    assertThat(inbox.toFile().list()).hasSize(1);
                }
            }
        }
    }

    private static String id(Program program, String name) throws InterruptedException {
        return event(program, "file_offered", "\"name\":\"" + name + "\"")
                .get("id")
                .getAsString();
    }
}

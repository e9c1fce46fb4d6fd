package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The third-party test data beside the repository (its README.md says whose it is). Where the folder is not there, tests are skipped
 * and say so; a folder that lacks a file is a failure.
 */
final class SharedVectors {
    private SharedVectors() {}

    /** One test of a file and the group it stands in. */
    record Case(JsonObject group, JsonObject test) {
        String text(String key) {
            return test.get(key).getAsString();
        }

        byte[] bytes(String key) {
            return hex(text(key));
        }

        int number(String key) {
            return test.get(key).getAsInt();
        }

        boolean isIn(String key, String value) {
            return group.get(key).getAsString().equals(value);
        }

        boolean hasResult(String result) {
            return text("result").equals(result);
        }

        @Override
        public String toString() {
            return "tcId " + text("tcId") + (test.has("comment") ? ": " + text("comment") : "");
        }
    }

    static Path file(String name) {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("parley.root"), "parley.root"));
        Path folder = root.resolve("../shared/vectors");
        assumeTrue(Files.isDirectory(folder), "SKIPPED: ../shared/vectors is not here");
        return folder.resolve(name);
    }

    static JsonElement json(String name) {
        try {
            return JsonParser.parseString(Files.readString(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every test of a file that has {@code testGroups}; as many as the file says it holds, if it says so. */
    static List<Case> cases(String name) {
        JsonObject root = json(name).getAsJsonObject();
        List<Case> cases = new ArrayList<>();
        for (JsonElement group : root.getAsJsonArray("testGroups")) {
            for (JsonElement test : group.getAsJsonObject().getAsJsonArray("tests")) {
                cases.add(new Case(group.getAsJsonObject(), test.getAsJsonObject()));
            }
        }
        assertThat(cases).as(name).isNotEmpty();
        if (root.has("numberOfTests")) {
            assertThat(cases).as(name).hasSize(root.get("numberOfTests").getAsInt());
        }
        return cases;
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}

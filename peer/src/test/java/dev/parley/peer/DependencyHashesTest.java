package dev.parley.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars that this build runs with are, byte for byte, those that somebody wrote down in {@code packaging/dependencies.sha256}. The
 * peer's tests have everything on their path that peer and relay bring along; {@code packaging/check-dependencies} asks the same of the
 * build's plugins.
 */
class DependencyHashesTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    private static final Path LIST = ROOT.resolve("packaging/dependencies.sha256");
    private static final String WHAT_NEXT =
            "if the change is meant, run packaging/renew-dependencies and read the difference; if not, trust no jar here";

    @Test
    void every_jar_on_the_path_has_the_hash_that_is_written_down() throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> jars = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator)) {
            boolean ours = entry.startsWith(ROOT.toString()) || entry.contains("/dev/parley/parley-");
            if (entry.endsWith(".jar") && !ours) {
                jars.add(Path.of(entry));
            }
        }
        assertThat(jars).as("jars on the path").hasSizeGreaterThan(30);
        assertThat(strangers(jars, Files.readAllLines(LIST))).as(WHAT_NEXT).isEmpty();
    }

    @Test
    void another_byte_and_a_jar_that_nobody_listed_are_named(@TempDir Path folder) throws IOException {
        Path listed = Files.createDirectories(folder.resolve("org/example/1.0")).resolve("example-1.0.jar");
        Path unlisted = listed.resolveSibling("other-1.0.jar");
        Files.write(listed, new byte[32]);
        Files.write(unlisted, new byte[32]);
        List<String> list = List.of(
                "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925  org/example/1.0/example-1.0.jar");
        assertThat(strangers(List.of(listed), list)).isEmpty();
        assertThat(strangers(List.of(listed, unlisted), list)).containsExactly(unlisted);
        Files.write(listed, new byte[33]);
        assertThat(strangers(List.of(listed), list)).containsExactly(listed);
    }

    /** Those of {@code jars} that no line of {@code list} names by its end of the path and its hash. */
    private static List<Path> strangers(List<Path> jars, List<String> list) throws IOException {
        Map<String, String> hashes = list.stream()
                .map(line -> line.split("  ", 2))
                .collect(Collectors.toMap(line -> line[1], line -> line[0]));
        List<Path> strangers = new ArrayList<>();
        for (Path jar : jars) {
            String hash = sha256(jar);
            if (hashes.entrySet().stream()
                    .noneMatch(listed -> jar.endsWith(listed.getKey()) && hash.equals(listed.getValue()))) {
                strangers.add(jar);
            }
        }
        return strangers;
    }

    private static String sha256(Path jar) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }
}

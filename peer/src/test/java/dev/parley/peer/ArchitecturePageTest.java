package dev.parley.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} tells what the code is, on one screen; and every package says what it is for. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    private static final int SCREEN_LINES = 60;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| ([^|]*)\\|");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?dev\\.parley\\.([a-z.]+)\\.[A-Z].*;$");

    /** Main sources by package, without {@code dev.parley}. */
    private final Map<String, List<Path>> packages = packages();

    @Test
    void it_fits_on_one_screen() throws IOException {
        assertThat(page().lines().count()).isLessThanOrEqualTo(SCREEN_LINES);
    }

    @Test
    void its_table_has_every_package_with_what_it_imports() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        for (MatchResult row : ROW.matcher(page()).results().toList()) {
            told.put(row.group(1), told(row.group(1), row.group(2)));
        }
        Map<String, Set<String>> real = new TreeMap<>();
        for (String name : packages.keySet()) {
            real.put(name, imports(name));
        }
        assertThat(told).isEqualTo(real);
    }

    private Set<String> told(String name, String cell) {
        Set<String> imports = new TreeSet<>();
        for (String one : cell.trim().split(", ")) {
            if (one.startsWith("all of ")) {
                packages.keySet().stream()
                        .filter(other -> other.startsWith(one.substring(7) + "."))
                        .forEach(imports::add);
            } else if (!one.isEmpty()) {
                imports.add(one);
            }
        }
        imports.remove(name);
        return imports;
    }

    private Set<String> imports(String name) throws IOException {
        Set<String> imports = new TreeSet<>();
        for (Path file : packages.get(name)) {
            IMPORT.matcher(Files.readString(file)).results().forEach(found -> imports.add(found.group(1)));
        }
        imports.remove(name);
        return imports;
    }

    @Test
    void every_class_and_member_that_it_names_exists() throws IOException {
        Map<String, Path> classes = new HashMap<>();
        packages.values()
                .forEach(files -> files.forEach(
                        file -> classes.put(file.getFileName().toString().replace(".java", ""), file)));
        List<MatchResult> named = CLASS.matcher(page()).results().toList();
        assertThat(named).hasSizeGreaterThan(30);
        for (MatchResult one : named) {
            assertThat(classes).containsKey(one.group(1));
            if (one.group(2) != null) {
                assertThat(Files.readString(classes.get(one.group(1))))
                        .as(one.group())
                        .containsPattern("\\b" + one.group(2) + "\\(");
            }
        }
    }

    @Test
    void every_package_says_what_it_is_for() {
        packages.forEach((name, files) -> assertThat(files)
                .as(name)
                .extracting(file -> file.getFileName().toString())
                .contains("package-info.java"));
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/architecture.md"));
    }

    private static Map<String, List<Path>> packages() {
        Map<String, List<Path>> packages = new TreeMap<>();
        for (String module : List.of("spec", "crypto", "relay", "peer")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java/dev/parley");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> packages.computeIfAbsent(
                                        sources.relativize(file.getParent())
                                                .toString()
                                                .replace('/', '.'),
                                        name -> new ArrayList<>())
                                .add(file));
            } catch (IOException e) {
                throw new AssertionError("The sources cannot be read.", e);
            }
        }
        return packages;
    }
}

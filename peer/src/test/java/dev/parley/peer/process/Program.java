package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A shipped jar in a process of its own, its lines collected as they come. */
final class Program implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    static final Path PEER_JAR = ROOT.resolve("peer/target/parley.jar");
    static final Path RELAY_JAR = ROOT.resolve("relay/target/parley-relay.jar");

    private final Process process;
    private final Path home;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();

    private Program(Process process, Path home) {
        this.process = process;
        this.home = home;
        collect(process.getInputStream(), out);
        collect(process.getErrorStream(), err);
    }

    static Program relay(String... arguments) throws IOException {
        return start(RELAY_JAR, Map.of(), arguments);
    }

    static Program peer(Map<String, String> environment, String... arguments) throws IOException {
        return start(PEER_JAR, environment, arguments);
    }

    private static Program start(Path jar, Map<String, String> environment, String... arguments) throws IOException {
        assertThat(jar).as("built by the package phase").exists();
        return start(List.of("-Dparley.relay.jar=" + RELAY_JAR, "-jar", jar.toString()), environment, arguments);
    }

    /** A class of these tests, with what the JVM is to be told before. */
    static Program of(Class<?> main, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> before = new ArrayList<>(options);
        before.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        return start(before, environment, arguments);
    }

    private static Program start(List<String> program, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Path home = Files.createTempDirectory("parley-home");
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        builder.environment().put("XDG_STATE_HOME", home.toString());
        builder.environment().remove("PARLEY_RELAY");
        builder.environment().remove("PARLEY_CODE");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        builder.directory(new File(home.toString()));
        return new Program(builder.start(), home);
    }

    private void collect(InputStream stream, List<String> lines) {
        Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (this) {
                        lines.add(line);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process is gone.
            }
            synchronized (this) {
                notifyAll();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    synchronized List<String> out() {
        return List.copyOf(out);
    }

    synchronized List<String> err() {
        return List.copyOf(err);
    }

    /** The first line of standard output that contains {@code text}. */
    String awaitOut(String text) throws InterruptedException {
        return await(out, text);
    }

    /** The first line of standard error that contains {@code text}. */
    String awaitErr(String text) throws InterruptedException {
        return await(err, text);
    }

    /** The first line of standard output that contains both. */
    String awaitOut(String text, String more) throws InterruptedException {
        return await(out, text, more);
    }

    private String await(List<String> lines, String text) throws InterruptedException {
        return await(lines, text, "");
    }

    private synchronized String await(List<String> lines, String text, String more) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            for (String line : lines) {
                if (line.contains(text) && line.contains(more)) {
                    return line;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertThat(left)
                    .as("waited too long for '%s' and '%s'; out %s; err %s", text, more, out, err)
                    .isPositive();
            wait(left);
        }
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("still running; out %s; err %s", out(), err())
                .isTrue();
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to stop (SIGTERM). */
    void terminate() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Where its configuration and its rooms lie. */
    Path home() {
        return home;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        remove(home);
    }

    /** Removes a folder that a test made, with all that is in it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // A relay that ends with its peer may still be closing its files.
        }
    }
}

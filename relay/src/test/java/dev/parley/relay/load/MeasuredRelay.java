package dev.parley.relay.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A relay in a process of its own with an admin listener, on core 0 where there is {@code taskset}, started as the launcher does except
 * that tools of the JDK may look into its heap. With {@code -Dtls=true} it speaks TLS.
 */
final class MeasuredRelay implements AutoCloseable {
    private static final Pattern USED = Pattern.compile("(?:new|tenured) generation .* used (\\d+)K");
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final InetSocketAddress address;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /**
     * @param jvm more options of the virtual machine
     * @param descriptors how many the process may have, or 0 for what the system gives
     * @param options of the relay
     */
    MeasuredRelay(Path jar, List<String> jvm, int descriptors, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        if (descriptors > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"));
        }
        if (new File("/usr/bin/taskset").canExecute()) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.add(tool("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmn16m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData"));
        // Else a full collection leaves garbage of up to a twentieth of the heap where it lies, and counts it as used.
        command.add("-XX:MarkSweepAlwaysCompactCount=1");
        command.addAll(jvm);
        String scheme = Boolean.getBoolean("tls") ? "tls://" : "";
        command.addAll(List.of("-jar", jar.toString(), "--no-file", "--listen", scheme + "127.0.0.1:0"));
        command.addAll(List.of("--admin-listen", "127.0.0.1:0"));
        command.addAll(options);
        process = new ProcessBuilder(command).start();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        follow(process.getInputStream(), line -> {
            if (line.startsWith("parley-relay ready ")) {
                port.complete(Integer.valueOf(line.substring(line.lastIndexOf(':') + 1)));
            } else if (line.contains("OutOfMemoryError")) {
                complaints.add(line);
            }
        });
        follow(process.getErrorStream(), complaints::add);
        try {
            address = new InetSocketAddress(
                    "127.0.0.1",
                    port.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IOException("the relay does not start: " + complaints(), e);
        }
    }

    private static void follow(InputStream stream, Consumer<String> lines) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader in =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = in.readLine(); line != null; line = in.readLine()) {
                            lines.accept(line);
                        }
                    } catch (IOException e) {
                        // The process is gone.
                    }
                },
                "relay-lines");
        thread.setDaemon(true);
        thread.start();
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    InetSocketAddress address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote to its error output that is no news of its ordinary life. */
    String complaints() {
        return complaints.stream().filter(line -> !line.contains("\"INFO\"")).collect(Collectors.joining("\n"));
    }

    /** Bytes of heap that are in use after a full collection. */
    long heapAfterGc() throws IOException {
        jcmd("GC.run");
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long kibibytes = 0;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
        }
        return kibibytes << 10;
    }

    private String jcmd(String what) throws IOException {
        Process jcmd = new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), what)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** 0 once it is gone. */
    long residentBytes() {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    << 10;
        } catch (IOException e) {
            return 0;
        }
    }

    int descriptors() {
        String[] open = proc("fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    double cpuSeconds() {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

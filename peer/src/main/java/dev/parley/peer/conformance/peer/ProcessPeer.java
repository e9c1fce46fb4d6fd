package dev.parley.peer.conformance.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A peer that is a command: texts go to its standard input, what it shows comes out of its standard output (docs/conformance.md). */
public final class ProcessPeer implements PeerUnderTest {
    private static final long LAST_WORDS_MILLIS = 1_500;

    private final Process process;
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();

    private ProcessPeer(Process process) {
        this.process = process;
        daemon(this::readAll);
        daemon(this::writeAll);
    }

    /** Starts {@code command} anew for each task; {@code {relay}} and its like are replaced, arguments that are empty then left out. */
    public static Starter of(List<String> command) {
        return task -> {
            Map<String, String> values = Map.of(
                    "relay", task.relay(),
                    "part", task.part().word(),
                    "code", task.code(),
                    "room", task.room(),
                    "passphrase", task.passphrase());
            List<String> arguments = new ArrayList<>();
            for (String argument : command) {
                String replaced = argument;
                for (Map.Entry<String, String> value : values.entrySet()) {
                    replaced = replaced.replace("{" + value.getKey() + "}", value.getValue());
                }
                if (!replaced.isEmpty() || argument.isEmpty()) {
                    arguments.add(replaced);
                }
            }
            ProcessBuilder builder = new ProcessBuilder(arguments);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            values.forEach((name, value) -> {
                String variable = "PARLEY_" + name.toUpperCase(java.util.Locale.ROOT);
                builder.environment().remove(variable);
                if (!value.isEmpty()) {
                    builder.environment().put(variable, value);
                }
            });
            try {
                return new ProcessPeer(builder.start());
            } catch (IOException e) {
                throw new StartException("'" + command.get(0) + "' cannot be started");
            }
        };
    }

    @Override
    public void say(String text) {
        typed.add(Optional.of(text));
    }

    @Override
    public void leave() {
        typed.add(Optional.empty());
    }

    @Override
    public Optional<String> next(long millis) throws InterruptedException {
        return Optional.ofNullable(shown.poll(millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    private void readAll() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                shown.add(line);
            }
        } catch (IOException e) {
            // It is gone.
        }
    }

    private void writeAll() {
        try (OutputStream out = process.getOutputStream()) {
            for (Optional<String> next = typed.take(); next.isPresent(); next = typed.take()) {
                out.write((next.get() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            // It is gone, or does not listen.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        leave();
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "conformance-peer");
        thread.setDaemon(true);
        thread.start();
    }
}

package dev.parley.peer.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code parley} command in a process that outlives it, so that its heap can be looked at. Lines that begin with {@code !} are for this
 * class, all others for the room: {@code !secrets FILE}, {@code !dump FILE} and {@code !live FILE} (without what nobody can reach),
 * {@code !end} for the end of input.
 */
public final class LeavingPeer {
    private LeavingPeer() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PipedOutputStream typed = new PipedOutputStream();
        System.setIn(new PipedInputStream(typed));
        Thread parley = new Thread(() -> {
            int code = ParleyMain.commandLine(new Wiring(System.getenv())).execute(arguments);
            System.err.println("!ended " + code);
        });
        parley.start();
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "!secrets" -> writeSecrets(Path.of(words[1]));
                case "!dump" -> dump(words[1], false);
                case "!live" -> dump(words[1], true);
                case "!end" -> {
                    typed.close();
                    parley.join();
                }
                default -> {
                    typed.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    typed.flush();
                }
            }
        }
    }

    private static void writeSecrets(Path file) throws IOException, IllegalAccessException {
        List<Thread> loops = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("peer-loop"))
                .toList();
        Map<String, String> secrets = SecretsInUse.reachableFrom(loops.get(0));
        Files.writeString(
                file,
                secrets.entrySet().stream()
                        .map(secret -> secret.getKey() + ":" + secret.getValue())
                        .collect(Collectors.joining("\n")));
        System.err.println("!secrets done");
    }

    private static void dump(String file, boolean live) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, live);
        System.err.println("!dumped " + file);
    }
}

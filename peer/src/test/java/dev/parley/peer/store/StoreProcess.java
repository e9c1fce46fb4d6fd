package dev.parley.peer.store;

import dev.parley.crypto.primitive.Randomness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Another program that uses a state folder: what it does is its first argument, what came of it its output. */
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private StoreProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param shell what the shell does before, such as {@code umask 000} */
    static StoreProcess start(String shell, String action, Path folder, String... rest) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m"));
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(StoreProcess.class.getName(), action, folder.toString()));
        command.addAll(List.of(rest));
        return new StoreProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line, or null if the program ended. */
    String line() throws IOException {
        return out.readLine();
    }

    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** With SIGKILL; what it said before can still be read. */
    void kill() throws InterruptedException {
        // The process itself would close its streams.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        try {
            switch (arguments[0]) {
                case "create" -> create(folder);
                case "hold" -> hold(folder, arguments[2]);
                case "append" -> append(folder, arguments[2], new Random(Long.parseLong(arguments[3])));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (StoreException e) {
            say(e.reason().name());
        }
    }

    private static void create(Path folder) throws Exception {
        say("ready");
        awaitGo();
        try (RoomFolder room = StateFolder.open(folder, Randomness.system()).create()) {
            room.writeRecord(Stores.entry(room.id()));
            room.journal().append(Stores.entry("entry"));
            room.journal().commit();
            say(room.id());
        }
    }

    private static void hold(Path folder, String id) throws Exception {
        try (RoomFolder room = StateFolder.open(folder, Randomness.system()).open(id, Optional.empty())) {
            say("holds " + room.id());
            awaitGo();
        }
    }

    /** Appends groups of entries for ever, and says after each commit how many are there; now and then starts the file anew. */
    private static void append(Path folder, String id, Random random) throws Exception {
        RoomFolder room = StateFolder.open(folder, Randomness.system()).open(id, Optional.empty());
        JournalFile journal = room.journal();
        List<byte[]> all = journal.takeEntries();
        while (true) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] entry = entry(all.size(), random.nextInt(8) == 0 ? 60_000 : 20);
                journal.append(entry);
                all.add(entry);
            }
            journal.commit();
            say(Integer.toString(all.size()));
            if (random.nextInt(30) == 0) {
                journal.rewrite(all);
            }
        }
    }

    private static byte[] entry(int index, int length) {
        byte[] entry = new byte[length];
        entry[0] = (byte) (index >> 16);
        entry[1] = (byte) (index >> 8);
        entry[2] = (byte) index;
        return entry;
    }

    static int index(byte[] entry) {
        return (entry[0] & 0xff) << 16 | (entry[1] & 0xff) << 8 | entry[2] & 0xff;
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void awaitGo() throws IOException {
        if (System.in.read() < 0) {
            throw new IOException("The test is gone.");
        }
    }
}

package dev.parley.peer.files;

import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A receiver in a process of its own, to be killed: stores one file, or a folder of three, again and again. */
final class DepositProcess implements AutoCloseable {
    static final int BYTES = 3_000_000;
    private static final int PIECE_BYTES = 60_000;
    private static final TransferId ID = new TransferId("0".repeat(32));

    private final Process process;
    private final BufferedReader out;

    private DepositProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static DepositProcess start(Path folder) throws IOException {
        return new DepositProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DepositProcess.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it stores. */
    void awaitReady() throws IOException {
        if (!"ready".equals(out.readLine())) {
            throw new IOException("The receiver did not start.");
        }
    }

    /** With SIGKILL. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The same bytes in every process. */
    static byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        new Random(9).nextBytes(bytes);
        return bytes;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        byte[] bytes = bytes();
        System.out.println("ready");
        System.out.flush();
        while (true) {
            storeFile(folder, bytes);
            storeFolder(folder, bytes);
        }
    }

    private static void storeFile(Path folder, byte[] bytes) throws FileException {
        Offer offer = new Offer(ID, Untrusted.of("file.bin"), 1, BYTES, false);
        try (Deposit deposit = Deposit.open(folder, "key", offer)) {
            store(deposit, 0, "", bytes, (int) deposit.standing().from());
            deposit.complete();
        }
    }

    private static void storeFolder(Path folder, byte[] bytes) throws FileException {
        Offer offer = new Offer(ID, Untrusted.of("tree"), 3, 3L * BYTES, true);
        try (Deposit deposit = Deposit.open(folder, "key", offer)) {
            for (int i = 0; i < 3; i++) {
                store(deposit, i, "sub/" + i, bytes, 0);
            }
            deposit.complete();
        }
    }

    private static void store(Deposit deposit, int entry, String path, byte[] bytes, int from) throws FileException {
        deposit.begin(entry, Untrusted.of(path), BYTES, from);
        for (int at = from; at < BYTES; at += PIECE_BYTES) {
            deposit.write(ByteBuffer.wrap(bytes, at, Math.min(PIECE_BYTES, BYTES - at)));
        }
        deposit.finish(Inbox.sha256(bytes));
    }
}

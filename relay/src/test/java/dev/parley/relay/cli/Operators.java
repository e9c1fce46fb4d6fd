package dev.parley.relay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Another process that changes the lists of a relay folder, one command after the other, once it is told to go. */
final class Operators {
    private Operators() {}

    static Process start(Path folder, String name, int count) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Operators.class.getName(),
                        folder.toString(),
                        name,
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        String block = arguments[1].equals("one") ? "192.0.2." : "198.51.100.";
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            run("token", "add", arguments[1] + i, "--dir", arguments[0]);
            run("deny", "add", block + i, "--dir", arguments[0]);
        }
        System.out.println("done");
    }

    private static void run(String... command) {
        StringWriter err = new StringWriter();
        int code = RelayMain.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(command);
        if (code != 0) {
            throw new AssertionError(err.toString());
        }
    }
}

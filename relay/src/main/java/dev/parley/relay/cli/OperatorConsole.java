package dev.parley.relay.cli;

import dev.parley.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Commands that an operator types into the relay's own window. */
final class OperatorConsole implements Runnable {
    private static final String HELP = """
            /status         how the relay is
            /notice TEXT    show everybody in a room one line
            /reload         read the configuration again, as SIGHUP does
            /shutdown       tell everybody, then stop
            /help           this list""";

    private final BufferedReader in;
    private final PrintStream out;
    private final Operator operator;

    OperatorConsole(BufferedReader in, PrintStream out, Operator operator) {
        this.in = in;
        this.out = out;
        this.operator = operator;
    }

    /** Reads until the end of the input or {@code /shutdown}; the end alone stops nothing. */
    @Override
    public void run() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String typed = line.strip();
                if (typed.equals("/shutdown")) {
                    out.println("telling everybody and stopping");
                    operator.stop(0);
                    return;
                }
                if (!typed.isEmpty()) {
                    out.println(answer(typed));
                }
            }
        } catch (IOException e) {
            // The window is gone; the relay goes on.
        }
    }

    private String answer(String typed) {
        if (typed.startsWith("/notice ")) {
            String text = typed.substring("/notice ".length()).strip();
            if (text.getBytes(StandardCharsets.UTF_8).length > Wire.MAX_NOTICE_BYTES) {
                return "that is longer than " + Wire.MAX_NOTICE_BYTES + " bytes; nothing was sent";
            }
            operator.announce(text);
            return "sent to every room";
        }
        return switch (typed) {
            case "/status" -> operator.status();
            case "/reload" -> operator.reload();
            case "/help" -> HELP;
            case "/notice" -> "/notice takes a text";
            default -> "there is no such command; /help lists them";
        };
    }

    /**
     * Whether somebody sits at standard input: it is a terminal, and this process is in its foreground; a relay in the background that
     * reads its terminal would be stopped. Only Linux tells; elsewhere there is no console.
     */
    static boolean isAttended() {
        try {
            String device = Path.of("/proc/self/fd/0").toRealPath().toString();
            // Behind the name in brackets: state, parent, group, session, terminal, the terminal's group.
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (device.startsWith("/dev/pts/") || device.startsWith("/dev/tty")) && fields[2].equals(fields[5]);
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.parley.relay.cli;

import sun.misc.Signal;

/** SIGTERM and SIGINT stop gently, SIGHUP reads the configuration again. */
final class Signals {
    private static final int SIGNALLED = 128;

    private Signals() {}

    static void handle(Operator operator) {
        on("TERM", signal -> operator.stop(SIGNALLED + signal.getNumber()));
        on("INT", signal -> operator.stop(SIGNALLED + signal.getNumber()));
        on("HUP", signal -> operator.reload());
    }

    private static void on(String name, sun.misc.SignalHandler handler) {
        try {
            Signal.handle(new Signal(name), handler);
        } catch (IllegalArgumentException e) {
            // This system has no such signal, or whoever started us keeps it.
        }
    }
}

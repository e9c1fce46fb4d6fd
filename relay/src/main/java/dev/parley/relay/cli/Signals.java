package dev.parley.relay.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * SIGTERM and SIGINT stop gently, SIGHUP reads the configuration again. Through {@code sun.misc.Signal} of the module jdk.unsupported, by
 * name: Java has no other way to hear SIGHUP or a second SIGTERM, and javac has none to name that class without a warning.
 */
final class Signals {
    private static final int EXIT_TERMINATED = 143;
    private static final int EXIT_INTERRUPTED = 130;

    private Signals() {}

    static void handle(Operator operator) {
        on("TERM", () -> operator.stop(EXIT_TERMINATED));
        on("INT", () -> operator.stop(EXIT_INTERRUPTED));
        on("HUP", operator::reload);
    }

    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (InvocationTargetException e) {
            // This system has no such signal, or whoever started us keeps it.
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Every JDK since 1.4 has it.", e);
        }
    }
}

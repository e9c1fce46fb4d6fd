package dev.parley.peer.ui;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What a person has switched on or off. Safe from any thread. */
public final class Switches {
    /** One of them. */
    public enum Name {
        /** A bell at every text, or not even when somebody comes; undecided, it rings for who comes. */
        BELL,
        /** The room's label as the title of the window. */
        TITLE,
        /** Pictures that a phone reads, beside what they say; undecided, those of numbers to compare only. */
        QR,
        /** Whether the terminal is dark on light; matters for pictures without colours only. */
        LIGHT
    }

    private final Map<Name, Boolean> set = new EnumMap<>(Name.class);
    private final BiConsumer<Name, Boolean> memory;

    /** @param memory told of every change that a person makes */
    public Switches(Map<Name, Boolean> before, BiConsumer<Name, Boolean> memory) {
        set.putAll(before);
        this.memory = memory;
    }

    /** With nothing switched, and nothing remembered. */
    public static Switches unset() {
        return new Switches(Map.of(), (name, on) -> {});
    }

    /** Empty if nobody has decided. */
    public synchronized Optional<Boolean> get(Name name) {
        return Optional.ofNullable(set.get(name));
    }

    boolean is(Name name, boolean otherwise) {
        return get(name).orElse(otherwise);
    }

    void turn(Name name, boolean on) {
        synchronized (this) {
            set.put(name, on);
        }
        memory.accept(name, on);
    }
}

package dev.parley.peer.cli;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import java.util.Optional;

/** Passphrases, from {@code PARLEY_PASSPHRASE} or from the person in front of the screen. */
final class Passphrases {
    private static final String VARIABLE = "PARLEY_PASSPHRASE";

    /** Below this, a passphrase to meet by is worth a warning. */
    private static final int WEAK_BITS = 40;

    private final Wiring wiring;
    private final Screen screen;
    private final Optional<String> set;

    Passphrases(Wiring wiring, Screen screen) {
        this(wiring, screen, Optional.ofNullable(wiring.environment().get(VARIABLE)));
    }

    private Passphrases(Wiring wiring, Screen screen, Optional<String> set) {
        this.wiring = wiring;
        this.screen = screen;
        this.set = set;
    }

    /** For a room that the environment knows nothing of. */
    static Passphrases typed(Wiring wiring, Screen screen) {
        return new Passphrases(wiring, screen, Optional.empty());
    }

    /** The passphrase of a room that cannot be had without. */
    Secret required(String question) throws InterruptedException, UsageException {
        return RoomName.passphrase(given(question)
                .orElseThrow(() -> new UsageException("that room needs its passphrase: type it, or " + VARIABLE)));
    }

    /** The passphrase of a named room; empty for an open room. */
    Optional<Secret> toMeetBy() throws InterruptedException {
        Optional<String> given = given("passphrase.ask");
        given.map(RoomName::estimatedBits)
                .filter(bits -> bits < WEAK_BITS)
                .ifPresent(bits -> screen.tell(Line.warning(wiring.texts().get("passphrase.weak", bits))));
        return given.map(RoomName::passphrase);
    }

    private Optional<String> given(String question) throws InterruptedException {
        Optional<String> typed = set.isPresent()
                ? set
                : screen.isInteractive() ? screen.ask(wiring.texts().get(question), true) : Optional.empty();
        return typed.filter(text -> !RoomName.isEmptyPassphrase(text));
    }
}

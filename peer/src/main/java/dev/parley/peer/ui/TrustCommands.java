package dev.parley.peer.ui;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.room.RoomEffect;
import java.util.List;

/** {@code /verify} and {@code /trust}: whom one takes the other end for. */
final class TrustCommands {
    private final Desk desk;

    TrustCommands(Desk desk) {
        this.desk = desk;
    }

    void verify(String argument) {
        ChatView view = desk.view();
        if (argument.isEmpty() || view.safetyNumber().isEmpty()) {
            view.tellNumbers();
            return;
        }
        SafetyNumber seen = view.safetyNumber().get();
        if (desk.texts().isNo(argument)) {
            desk.warn("verify.differs");
        } else if (desk.texts().isYes(argument)) {
            verified(seen);
        } else if (!SafetyNumber.isOne(argument)) {
            desk.warn("verify.malformed", SafetyNumber.DIGITS);
        } else if (seen.matches(argument)) {
            verified(seen);
        } else {
            desk.warn(view.isSessionNumber(argument) ? "verify.isSession" : "verify.differs");
        }
    }

    private void verified(SafetyNumber seen) {
        if (desk.view().isBlocked()) {
            desk.warn("verify.blocked");
        } else {
            desk.loop().submit((client, now) -> client.verified(seen));
        }
    }

    /** Lets a new key stand for the person; what waits goes to it only on a word of its own. */
    void trust(String argument) {
        ChatView view = desk.view();
        int waiting = view.heldBack();
        boolean resend = argument.equalsIgnoreCase("resend");
        boolean decided = desk.texts().isYes(argument) && waiting == 0 || argument.equalsIgnoreCase("drop");
        if (!view.isBlocked()) {
            desk.note("trust.nothing");
        } else if (decided || resend) {
            SafetyNumber seen = view.safetyNumber().orElseThrow();
            desk.loop().submit((client, now) -> {
                List<RoomEffect> effects = client.accept(seen, resend, now);
                desk.note(effects.isEmpty() ? "trust.nothing" : "trust.done");
                return effects;
            });
        } else {
            desk.warn("trust.ask");
            if (waiting > 0) {
                desk.note("trust.ask.resend", waiting);
            }
        }
    }
}

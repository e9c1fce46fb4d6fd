package dev.parley.peer.room;

import dev.parley.crypto.SafetyNumber;
import java.util.function.Consumer;

/** What the person is told of whoever is there, once per session and after a break: a friend, a stranger, or one to whom we are a stranger. */
final class Greeting {
    private final Acquaintance known;
    private final Presence presence;
    private final Consumer<RoomEvent> tell;
    private boolean told;

    Greeting(Acquaintance known, Presence presence, Consumer<RoomEvent> tell) {
        this.known = known;
        this.presence = presence;
        this.tell = tell;
    }

    /** Whoever comes next is told. */
    void begin() {
        told = false;
    }

    /** Whether the person knows who is there. */
    boolean isTold() {
        return told;
    }

    SafetyNumber safetyNumber(Conversation with) {
        return known.safetyNumber(with.theirKey());
    }

    /** Somebody whom this room does not know. */
    void stranger(Company.Stranger unknown, int undelivered) {
        hold(new RoomEvent.Blocked(
                unknown.why(),
                known.sharesSecret(unknown.agreement()),
                safetyNumber(unknown.conversation()),
                unknown.conversation().sessionNumber(),
                undelivered));
    }

    /** Somebody who does not know us any more. */
    void unrecognised(Conversation with) {
        hold(new RoomEvent.Unrecognised(safetyNumber(with), with.sessionNumber()));
    }

    private void hold(RoomEvent event) {
        tell.accept(event);
        presence.endBreak();
        presence.meet();
        told = false;
    }

    /** A friend hears us in this pairing. */
    void friend(Conversation with) {
        boolean wasBroken = presence.endBreak();
        if (!told) {
            told = true;
            presence.meet();
            tell.accept(new RoomEvent.Joined(
                    with.theirReady().orElseThrow().name().orElseThrow(),
                    known.trust(),
                    safetyNumber(with),
                    with.sessionNumber()));
        } else if (wasBroken) {
            tell.accept(new RoomEvent.Resumed());
        }
    }
}

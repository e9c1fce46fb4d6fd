package dev.parley.crypto;

import dev.parley.wire.RoomId;
import java.util.Optional;

/** What one end knows before a handshake: the room, its own part in it, its key pair, and the code where there is one. */
public final class HandshakeTerms {
    private final RoomId room;
    private final Side side;
    private final Identity identity;
    private final Optional<Secret> code;
    private final Continuity continuity;

    private HandshakeTerms(RoomId room, Side side, Identity identity, Optional<Secret> code, Continuity continuity) {
        this.room = room;
        this.side = side;
        this.identity = identity;
        this.code = code;
        this.continuity = continuity;
    }

    /** A room without a secret: whoever is there is talked to, unverified. */
    public static HandshakeTerms open(RoomId room, Identity identity) {
        return new HandshakeTerms(room, Side.SYMMETRIC, identity, Optional.empty(), Continuity.none());
    }

    /** A room with a secret, which stays owned by the caller. */
    public static HandshakeTerms withCode(RoomId room, Side side, Identity identity, Secret code) {
        return new HandshakeTerms(room, side, identity, Optional.of(code), Continuity.none());
    }

    /** The same with somebody we have met: the secrets that we may still share. */
    public HandshakeTerms remembering(Continuity known) {
        return new HandshakeTerms(room, side, identity, code, known);
    }

    Continuity continuity() {
        return continuity;
    }

    RoomId room() {
        return room;
    }

    Side side() {
        return side;
    }

    Identity identity() {
        return identity;
    }

    Optional<Secret> code() {
        return code;
    }

    Mode mode() {
        return code.isPresent() ? Mode.CODE : Mode.OPEN;
    }

    @Override
    public String toString() {
        return "HandshakeTerms[hidden]";
    }
}

package dev.parley.crypto;

import java.util.Optional;

/** What a session frame holds (PROTOCOL.md section 7.3); the code is fixed by the protocol. */
public enum FrameKind {
    /** The first frame of each direction. */
    READY(1),
    /** Something a person said. */
    MESSAGE(2),
    /** Bytes of a file. */
    CHUNK(3),
    /** Carries nothing but its ack and calls for none. */
    ACK(4),
    PING(5),
    PONG(6),
    REKEY1(7),
    REKEY2(8),
    /** The last frame of its direction. */
    BYE(9);

    private final byte code;

    FrameKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<FrameKind> of(byte code) {
        for (FrameKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

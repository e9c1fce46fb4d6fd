package dev.parley.crypto;

import java.util.Optional;

/** The first byte of every envelope (PROTOCOL.md section 5.1); the code is fixed by the protocol. */
public enum EnvelopeKind {
    HELLO(1),
    SHARE(2),
    CONFIRM(3),
    RESUME_SESSION(4),
    SESSION_FRAME(5);

    private final byte code;

    EnvelopeKind(int code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    public static Optional<EnvelopeKind> of(byte code) {
        for (EnvelopeKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

package dev.parley.crypto;

/** The two ends of a handshake, decided by their HELLOs: A has the smaller hash (PROTOCOL.md section 5.4). */
public enum Role {
    A,
    B;

    public Role other() {
        return this == A ? B : A;
    }

    /** The role as one byte inside LP: its ASCII letter. */
    byte[] bytes() {
        return new byte[] {(byte) name().charAt(0)};
    }
}

package dev.parley.crypto;

/**
 * The other end, or somebody between, broke the end-to-end protocol. The reason is for our own decisions and tests; toward the wire all
 * look alike: nothing is answered.
 */
public final class CryptoException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** Bytes that are no such message: wrong size, version, mode, side or structure. */
        MALFORMED,
        /** A public key or share that nobody may use: size, exponent, encoding, modulus or order. */
        BAD_KEY,
        /** Our own flight came back, or the other end has our key. */
        OWN_END,
        /** A zero-knowledge proof does not hold. */
        BAD_PROOF,
        /** The confirmation does not verify: another code, or interference. */
        NOT_CONFIRMED,
        /** A session frame that does not open, or not now: anybody may have made it. */
        BAD_FRAME,
        /** A session frame that opened to something the protocol forbids: the other end made it. */
        VIOLATION,
        /** A rekey out of turn, too early, or while one is in flight. */
        BAD_REKEY
    }

    private final Reason reason;

    public CryptoException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

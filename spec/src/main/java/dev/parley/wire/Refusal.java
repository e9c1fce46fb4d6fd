package dev.parley.wire;

import java.util.Optional;

/** The relay's "no", by its code in REFUSED (PROTOCOL.md section 3.5). */
public enum Refusal {
    /** Room full, absent, gone, wrong intent or wrong proof: told apart by nobody. */
    ROOM_UNAVAILABLE(1),
    /** A newer attempt of the same process already holds the seat. */
    STALE_ATTEMPT(2),
    /** The protocol number of CLAIM or RESUME lies outside WELCOME's range. */
    UNSUPPORTED_PROTOCOL(3),
    /** A frame was malformed or not allowed at this point. */
    BAD_FRAME(4),
    /** No CLAIM within the join deadline. */
    TOO_SLOW(5),
    /** The relay is at a limit; retry-after says when to come back. */
    BUSY(6, Wire.BUSY_RETRY_SECONDS),
    /** The opener of the room ended this seat. */
    UNSEATED(7, Wire.UNSEATED_BAN_SECONDS),
    /** Too many envelopes for a seat that nobody sits in. */
    NOBODY_THERE(8),
    /** Not let in: nothing was shown, or nothing that the relay's lists know. */
    NOT_ADMITTED(9);

    private final int code;
    private final int retrySeconds;

    Refusal(int code) {
        this(code, 0);
    }

    Refusal(int code, int retrySeconds) {
        this.code = code;
        this.retrySeconds = retrySeconds;
    }

    /** The frame that says this, with its retry-after. */
    public RelayFrame.Refused frame() {
        return new RelayFrame.Refused(code, retrySeconds * 1_000L);
    }

    /** The u16 on the wire. */
    public int code() {
        return code;
    }

    /** The refusal of that code; empty for codes of a later protocol, which a peer treats as a plain "no". */
    public static Optional<Refusal> of(int code) {
        for (Refusal refusal : values()) {
            if (refusal.code == code) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }
}

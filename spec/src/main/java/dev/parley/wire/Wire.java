package dev.parley.wire;

/**
 * Constants of the relay protocol (PROTOCOL.md section 3).
 *
 * <pre>
 *   0               4       5                              4 + length
 *   +---------------+-------+------------------------------+
 *   | length (u32)  | type  | body: length - 1 bytes       |
 *   +---------------+-------+------------------------------+
 * </pre>
 *
 * All integers are unsigned and big-endian. {@code length} counts the type byte and the body.
 */
public final class Wire {
    /** The lowest and highest relay protocol that this code speaks. */
    public static final int MIN_PROTOCOL = 1;

    public static final int MAX_PROTOCOL = 1;

    public static final int WELCOME = 0x01;
    public static final int ADMIT = 0x02;
    public static final int CHALLENGE = 0x03;
    public static final int CLAIM = 0x04;
    public static final int RESUME = 0x05;
    public static final int SEATED = 0x06;
    public static final int PEER = 0x07;
    public static final int ENVELOPE = 0x08;
    public static final int LEAVE = 0x09;
    public static final int UNSEAT = 0x0A;
    public static final int PING = 0x0B;
    public static final int PONG = 0x0C;
    public static final int NOTICE = 0x0D;
    public static final int DISPLACED = 0x0E;
    public static final int REFUSED = 0x0F;

    public static final int LENGTH_BYTES = 4;
    public static final int HEADER_BYTES = 5;
    public static final int ROOM_ID_BYTES = 32;
    public static final int SEAT_KEY_BYTES = 32;
    public static final int CHALLENGE_BYTES = 32;
    public static final int PROOF_BYTES = 32;
    public static final int PIN_BYTES = 32;
    public static final int SEALED_SEED_BYTES = 256;

    /** Bits of WELCOME's admission byte: tokens are taken, listed keys are taken. */
    public static final int ADMISSION_TOKEN = 1;

    public static final int ADMISSION_KEY = 2;

    /** Kinds of ADMIT. */
    static final int ADMIT_TOKEN = 1;

    static final int ADMIT_KEY = 2;
    static final int ADMIT_PROOF = 3;

    /** The largest body of an ENVELOPE; also announced in WELCOME. */
    public static final int MAX_ENVELOPE_BYTES = 66_560;

    /** The largest value of the length field, in either direction. */
    public static final int MAX_LENGTH = 1 + MAX_ENVELOPE_BYTES;

    /** The largest text in WELCOME and NOTICE, in UTF-8 bytes. */
    public static final int MAX_NOTICE_BYTES = 512;

    /** The longest frame a connection without a seat may send: CLAIM. */
    public static final int MAX_UNSEATED_LENGTH = 76;

    public static final int KEEP_ALIVE_SECONDS = 12;
    public static final int DEAD_AFTER_SECONDS = 28;
    public static final int SEAT_HOLD_SECONDS = 60;
    public static final int JOIN_DEADLINE_SECONDS = 10;
    public static final int UNSEATED_BAN_SECONDS = 60;
    public static final int BUSY_RETRY_SECONDS = 5;

    /** What a peer may send to an empty or held seat, in envelope bytes, before the relay refuses it. */
    public static final int MAX_UNHEARD_BYTES = 9 << 20;

    private Wire() {}
}

package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.wire.Envelope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The layout of session frames (PROTOCOL.md section 7): the header outside the AEAD and the padded plain text inside.
 *
 * <pre>
 *   envelope  5 (u8) | epoch (u32) | seq (u64) | nonce (12) | ciphertext | tag (16)
 *   plain     kind (u8) | ack (u64) | length (u32) | body | zeros
 * </pre>
 */
public final class SessionFrame {
    /** Envelope kind, epoch and seq. */
    public static final int HEADER_BYTES = 1 + 4 + 8;

    static final int PLAIN_HEADER_BYTES = 1 + 8 + 4;
    static final int MIN_PLAIN_BYTES = 256;
    private static final int MAX_PLAIN_BYTES = 65_536;

    /** The largest body, so that the padded plain text is exactly 64 KiB. */
    public static final int MAX_BODY_BYTES = MAX_PLAIN_BYTES - PLAIN_HEADER_BYTES;

    /** The least that a peer may announce as its own largest body. */
    static final int MIN_MAX_BODY_BYTES = 16_384;

    private SessionFrame() {}

    /** The header of a session frame; {@code epoch} and {@code seq} are unsigned. */
    public record Header(int epoch, long seq) {
        /** Reads the header of a whole envelope. */
        public static Header of(byte[] envelope) throws CryptoException {
            if (envelope.length < HEADER_BYTES || envelope[0] != EnvelopeKind.SESSION_FRAME.code()) {
                throw new CryptoException(Reason.BAD_FRAME);
            }
            ByteBuffer in = ByteBuffer.wrap(envelope, 1, HEADER_BYTES - 1);
            Header header = new Header(in.getInt(), in.getLong());
            if (header.epoch < 0 || header.seq < 0) {
                throw new CryptoException(Reason.BAD_FRAME);
            }
            return header;
        }

        /** Reads the header of a whole envelope. */
        public static Header of(Envelope envelope) throws CryptoException {
            return of(envelope.start(HEADER_BYTES));
        }

        byte[] encode() {
            return ByteBuffer.allocate(HEADER_BYTES)
                    .put(EnvelopeKind.SESSION_FRAME.code())
                    .putInt(epoch)
                    .putLong(seq)
                    .array();
        }
    }

    /** What one frame said. */
    public static final class Opened {
        private final FrameKind kind;
        private final long ack;
        private final byte[] bytes;
        private final int at;
        private final int size;

        private Opened(FrameKind kind, long ack, byte[] bytes, int at, int size) {
            this.kind = kind;
            this.ack = ack;
            this.bytes = bytes;
            this.at = at;
            this.size = size;
        }

        public FrameKind kind() {
            return kind;
        }

        /** The number of our frames that the other end has taken in. */
        public long ack() {
            return ack;
        }

        /** The body, in an array of its own. */
        public byte[] body() {
            return size == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, at + size);
        }

        /** The body itself, not a copy: a frame is opened for one reader. */
        public ByteBuffer content() {
            return ByteBuffer.wrap(bytes, at, size);
        }

        public int size() {
            return size;
        }

        /** Whether the body lies in {@code plain}, which must live then. */
        boolean holds(byte[] plain) {
            return bytes == plain;
        }
    }

    /** The size that {@code length} bytes are padded to: at least 256, else Padmé (PURBs, PoPETs 2019 section 4). */
    static int paddedLength(int length) {
        if (length <= MIN_PLAIN_BYTES) {
            return MIN_PLAIN_BYTES;
        }
        int exponent = 31 - Integer.numberOfLeadingZeros(length);
        int kept = 32 - Integer.numberOfLeadingZeros(exponent);
        int mask = (1 << (exponent - kept)) - 1;
        return (length + mask) & ~mask;
    }

    /** The largest body whose plain text is {@code plainBytes}, at least 256 and no more than 64 KiB. */
    public static int bodyBytes(int plainBytes) {
        return plainBytes - PLAIN_HEADER_BYTES;
    }

    static byte[] plain(FrameKind kind, long ack, byte[] body) {
        return plain(kind, ack, List.of(ByteBuffer.wrap(body)), new byte[0]);
    }

    static int length(List<ByteBuffer> parts) {
        int length = 0;
        for (ByteBuffer part : parts) {
            length = Math.addExact(length, part.remaining());
        }
        return length;
    }

    /** The padded plain text, in {@code scratch} if that is all zeros and of the right size: large frames come in rows of one size. */
    static byte[] plain(FrameKind kind, long ack, List<ByteBuffer> parts, byte[] scratch) {
        int bodyBytes = length(parts);
        if (bodyBytes > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "A frame body has at most " + MAX_BODY_BYTES + " bytes, not " + bodyBytes + ".");
        }
        int length = paddedLength(PLAIN_HEADER_BYTES + bodyBytes);
        ByteBuffer plain = ByteBuffer.wrap(scratch.length == length ? scratch : new byte[length])
                .put(kind.code())
                .putLong(ack)
                .putInt(bodyBytes);
        parts.forEach(plain::put);
        return plain.array();
    }

    static Opened parse(byte[] plain) throws CryptoException {
        if (plain.length < MIN_PLAIN_BYTES || plain.length > MAX_PLAIN_BYTES) {
            throw new CryptoException(Reason.VIOLATION);
        }
        ByteBuffer in = ByteBuffer.wrap(plain);
        FrameKind kind = FrameKind.of(in.get()).orElseThrow(() -> new CryptoException(Reason.VIOLATION));
        long ack = in.getLong();
        int length = in.getInt();
        if (ack < 0
                || length < 0
                || length > in.remaining()
                || plain.length != paddedLength(PLAIN_HEADER_BYTES + length)) {
            throw new CryptoException(Reason.VIOLATION);
        }
        in.position(PLAIN_HEADER_BYTES + length);
        while (in.hasRemaining()) {
            if (in.get() != 0) {
                throw new CryptoException(Reason.VIOLATION);
            }
        }
        if (kind == FrameKind.CHUNK) {
            return new Opened(kind, ack, plain, PLAIN_HEADER_BYTES, length);
        }
        byte[] body = Arrays.copyOfRange(plain, PLAIN_HEADER_BYTES, PLAIN_HEADER_BYTES + length);
        return new Opened(kind, ack, body, 0, length);
    }
}

package dev.parley.peer.chat;

import dev.parley.wire.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One CHUNK frame's body: offer (16) | run (u32) | what (u8) | rest (PROTOCOL.md section 9.4). */
public sealed interface Chunk {
    /** Offer, run and what. */
    int HEADER_BYTES = TransferId.BYTES + 4 + 1;

    byte BEGIN = 1;
    byte BYTES = 2;
    byte END = 3;

    <R> R accept(Handler<R> handler);

    /** Whose it is, also if the rest cannot be read. */
    record Head(TransferId id, long run) {
        /** Empty if {@code body} is shorter than a head. */
        public static Optional<Head> of(ByteBuffer body) {
            if (body.remaining() < HEADER_BYTES) {
                return Optional.empty();
            }
            ByteBuffer in = body.duplicate();
            return Optional.of(new Head(TransferId.read(in), Integer.toUnsignedLong(in.getInt())));
        }

        private ByteBuffer begin(byte what, int rest) {
            return ByteBuffer.allocate(HEADER_BYTES + rest)
                    .put(id.toByteArray())
                    .putInt((int) run)
                    .put(what);
        }
    }

    /** An entry begins. */
    record Begin(long entry, long size, long from, Untrusted path) implements Chunk {
        private static final int FIXED_BYTES = 4 + 8 + 8;

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onBegin(this);
        }
    }

    /** The next bytes of it: from the buffer's position to its limit. */
    record Bytes(ByteBuffer bytes) implements Chunk {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onBytes(this);
        }
    }

    /** All of it was sent; the hash is that of the whole entry. */
    record End(FileHash hash) implements Chunk {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onEnd(this);
        }
    }

    /** Reads what follows a good head. */
    static Chunk decode(ByteBuffer body) throws MessageException {
        ByteBuffer rest = body.duplicate().position(body.position() + HEADER_BYTES);
        return switch (body.get(rest.position() - 1)) {
            case BEGIN -> decodeBegin(rest);
            case BYTES -> {
                check(rest.hasRemaining());
                yield new Bytes(rest);
            }
            case END -> {
                check(rest.remaining() == FileHash.BYTES);
                byte[] hash = new byte[FileHash.BYTES];
                rest.get(hash);
                yield new End(FileHash.of(hash));
            }
            default -> throw new MessageException("unknown chunk");
        };
    }

    private static Begin decodeBegin(ByteBuffer in) throws MessageException {
        check(in.remaining() >= Begin.FIXED_BYTES);
        long entry = Integer.toUnsignedLong(in.getInt());
        long size = in.getLong();
        long from = in.getLong();
        check(size >= 0 && size <= Offer.MAX_BYTES && from >= 0 && from <= size);
        check(in.remaining() <= Offer.MAX_PATH_BYTES);
        byte[] path = new byte[in.remaining()];
        in.get(path);
        return new Begin(
                entry,
                size,
                from,
                Untrusted.of(Utf8.decode(path).orElseThrow(() -> new MessageException("path is not UTF-8"))));
    }

    private static void check(boolean holds) throws MessageException {
        if (!holds) {
            throw new MessageException("malformed chunk");
        }
    }

    /** @param path of at most {@link Offer#MAX_PATH_BYTES} in UTF-8 */
    static byte[] begin(Head head, int entry, long size, long from, String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        return head.begin(BEGIN, Begin.FIXED_BYTES + name.length)
                .putInt(entry)
                .putLong(size)
                .putLong(from)
                .put(name)
                .array();
    }

    /** An END. */
    static byte[] end(Head head, FileHash hash) {
        return head.begin(END, FileHash.BYTES).put(hash.toByteArray()).array();
    }

    /** What stands before the bytes of BYTES. */
    static byte[] bytes(Head head) {
        return head.begin(BYTES, 0).array();
    }

    /** One method per chunk. */
    interface Handler<R> {
        R onBegin(Begin begin);

        R onBytes(Bytes bytes);

        R onEnd(End end);
    }
}

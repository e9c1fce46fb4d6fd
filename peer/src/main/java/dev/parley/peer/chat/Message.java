package dev.parley.peer.chat;

import java.util.Base64;

/** What one person means for the other. */
public sealed interface Message {
    <R> R accept(Handler<R> handler);

    /** Something said. */
    record Text(Untrusted text) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onText(this);
        }
    }

    /** Something done, as in {@code /me waves}. */
    record Action(Untrusted text) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAction(this);
        }
    }

    /** A new display name. */
    record Nick(Untrusted name) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onNick(this);
        }
    }

    /** Nothing that a person said: the programs arrange files. */
    record File(FileNote note) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onFile(this);
        }
    }

    /**
     * A piece of a stream of bytes (PROTOCOL.md section 8.7).
     *
     * @param from how many bytes of the stream stand before it
     * @param base64 the bytes, at most {@link #MAX_BYTES}, in the one spelling of RFC 4648 section 4
     * @param end whether the stream ends behind it
     */
    record Bytes(long from, String base64, boolean end) implements Message {
        public static final int MAX_BYTES = 11_520;

        /** How much may be sent beyond what is known to be written out. */
        public static final long WINDOW_BYTES = 4 << 20;

        public static Bytes of(long from, byte[] data, boolean end) {
            return new Bytes(from, Base64.getEncoder().encodeToString(data), end);
        }

        public byte[] data() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return "Bytes[" + base64.length() + " chars]";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onBytes(this);
        }
    }

    /** So many bytes of the other end's stream were written out. */
    record Stored(long bytes) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onStored(this);
        }
    }

    /** One method per kind. */
    interface Handler<R> {
        R onText(Text text);

        R onAction(Action action);

        R onNick(Nick nick);

        R onBytes(Bytes bytes);

        R onStored(Stored stored);

        R onFile(File file);
    }
}

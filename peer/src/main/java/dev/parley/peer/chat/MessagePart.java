package dev.parley.peer.chat;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * One MESSAGE frame's body: id(16) | number (u64) | JSON (PROTOCOL.md section 8.1). A long text is several parts, all but the last with
 * {@code more}.
 */
public final class MessagePart {
    public static final int ID_BYTES = 16;
    private static final int HEADER_BYTES = ID_BYTES + 8;

    private final byte[] id;
    private final long number;
    private final Message message;
    private final boolean more;

    private MessagePart(byte[] id, long number, Message message, boolean more) {
        this.id = id;
        this.number = number;
        this.message = message;
        this.more = more;
    }

    public static MessagePart decode(byte[] body) throws MessageException {
        if (body.length < HEADER_BYTES) {
            throw new MessageException("short");
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] id = new byte[ID_BYTES];
        in.get(id);
        long number = in.getLong();
        if (number < 1) {
            throw new MessageException("number");
        }
        byte[] json = new byte[in.remaining()];
        in.get(json);
        StrictJson object = StrictJson.parse(json);
        boolean more = object.flag("more");
        return new MessagePart(id, number, MessageCodec.message(object), more);
    }

    public static byte[] encode(byte[] id, long number, byte[] json) {
        return ByteBuffer.allocate(HEADER_BYTES + json.length)
                .put(id)
                .putLong(number)
                .put(json)
                .array();
    }

    /** The id as hex: the same message sent again has the same. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    /** Counts the parts of one direction and room from 1. */
    public long number() {
        return number;
    }

    public Message message() {
        return message;
    }

    /** Whether the next part goes on with this text. */
    public boolean more() {
        return more;
    }
}

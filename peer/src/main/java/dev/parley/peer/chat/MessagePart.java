package dev.parley.peer.chat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One MESSAGE frame's body: id(16) | number (u64) | JSON (PROTOCOL.md section 8.1). A long text is several parts, all but the last with
 * {@code more}.
 */
public final class MessagePart {
    public static final int ID_BYTES = 16;
    private static final int HEADER_BYTES = ID_BYTES + 8;

    private final Head head;
    private final Message message;
    private final boolean more;

    private MessagePart(Head head, Message message, boolean more) {
        this.head = head;
        this.message = message;
        this.more = more;
    }

    /**
     * What every part begins with, also one that this version cannot read.
     *
     * @param id as hex: the same part sent again has the same
     * @param number counts the parts of one direction and room from 1
     */
    public record Head(String id, long number) {
        /** Empty if {@code body} is shorter than a head or its number is below 1. */
        public static Optional<Head> of(byte[] body) {
            if (body.length < HEADER_BYTES) {
                return Optional.empty();
            }
            long number = ByteBuffer.wrap(body).getLong(ID_BYTES);
            return number < 1
                    ? Optional.empty()
                    : Optional.of(new Head(HexFormat.of().formatHex(body, 0, ID_BYTES), number));
        }
    }

    public static MessagePart decode(byte[] body) throws MessageException {
        Head head = Head.of(body).orElseThrow(() -> new MessageException("no head"));
        if (body.length - HEADER_BYTES > StrictJson.MAX_BYTES) {
            throw new MessageException("too long");
        }
        StrictJson object = StrictJson.parse(Arrays.copyOfRange(body, HEADER_BYTES, body.length));
        boolean more = object.flag("more");
        return new MessagePart(head, MessageCodec.message(object), more);
    }

    public static byte[] encode(byte[] id, long number, byte[] json) {
        return ByteBuffer.allocate(HEADER_BYTES + json.length)
                .put(id)
                .putLong(number)
                .put(json)
                .array();
    }

    public Head head() {
        return head;
    }

    public Message message() {
        return message;
    }

    /** Whether the next part goes on with this text. */
    public boolean more() {
        return more;
    }
}

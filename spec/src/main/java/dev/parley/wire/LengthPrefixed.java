package dev.parley.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The project's one way to join values into bytes (PROTOCOL.md section 1.2): each item as u32 length and then its bytes. Distinct
 * lists of items give distinct bytes.
 */
public final class LengthPrefixed {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The same as {@link #bytes} for each item, for secrets: no other copy of them is made on the way. */
    public static byte[] join(byte[]... items) {
        int size = 0;
        for (byte[] item : items) {
            size += 4 + item.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        for (byte[] item : items) {
            joined.putInt(item.length).put(item);
        }
        return joined.array();
    }

    /** What keeps this use apart from every other: the registry is {@link Label}. */
    public LengthPrefixed label(Label label) {
        return text(label.text());
    }

    public LengthPrefixed text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Text inside LP holds no NUL.");
        }
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public LengthPrefixed bytes(byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
        return this;
    }

    public LengthPrefixed u8(int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("A u8 lies between 0 and 255, not " + value + ".");
        }
        return bytes(new byte[] {(byte) value});
    }

    public LengthPrefixed u32(int value) {
        return bytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    public LengthPrefixed u64(long value) {
        return bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /**
     * Splits the front of {@code buffer} into exactly {@code count} items, none longer than {@code maxItemBytes}, and leaves the
     * position behind them. Empty if the bytes are not such a list; the position is then undefined.
     */
    public static Optional<List<byte[]>> split(ByteBuffer buffer, int count, int maxItemBytes) {
        List<byte[]> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < 4) {
                return Optional.empty();
            }
            int length = buffer.getInt();
            if (length < 0 || length > maxItemBytes || length > buffer.remaining()) {
                return Optional.empty();
            }
            byte[] item = new byte[length];
            buffer.get(item);
            items.add(item);
        }
        return Optional.of(items);
    }
}

package dev.parley.peer.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages to and from the JSON of their parts (PROTOCOL.md section 8.2). */
public final class MessageCodec {
    /** The longest text of one part, in UTF-8 bytes. */
    public static final int MAX_PART_BYTES = 32 << 10;

    /** The longest text of one message, in UTF-8 bytes: more is cut by the receiver, refused by the sender. */
    public static final int MAX_TEXT_BYTES = 1 << 20;

    /** The longest display name, in UTF-8 bytes. */
    public static final int MAX_NAME_BYTES = 128;

    /** JSON may need six bytes for one; parts stay below the smallest body limit of a peer all the same. */
    private static final int MAX_JSON_BYTES = 16_000;

    private MessageCodec() {}

    /** The JSON of each part, in order. */
    public static List<byte[]> encode(Message message) {
        return message.accept(new Message.Handler<>() {
            @Override
            public List<byte[]> onText(Message.Text text) {
                return parts("text", text.text().raw());
            }

            @Override
            public List<byte[]> onAction(Message.Action action) {
                return parts("action", action.text().raw());
            }

            @Override
            public List<byte[]> onBytes(Message.Bytes bytes) {
                return List.of(StreamNotes.json(bytes));
            }

            @Override
            public List<byte[]> onStored(Message.Stored stored) {
                return List.of(StreamNotes.json(stored));
            }

            @Override
            public List<byte[]> onNick(Message.Nick nick) {
                return List.of(json("nick", "name", nick.name().raw(), false));
            }

            @Override
            public List<byte[]> onFile(Message.File file) {
                return List.of(StrictJson.write(FileNotes.fields(file.note())));
            }
        });
    }

    private static List<byte[]> parts(String type, String text) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = whole(text, Math.min(text.length(), from + MAX_JSON_BYTES));
            byte[] part = json(type, "text", text.substring(from, to), to < text.length());
            while (part.length > MAX_JSON_BYTES) {
                to = whole(text, from + (to - from) / 2);
                part = json(type, "text", text.substring(from, to), to < text.length());
            }
            parts.add(part);
            from = to;
        } while (from < text.length());
        return parts;
    }

    /** An end that does not cut a character in two. */
    private static int whole(String text, int end) {
        return end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
    }

    private static byte[] json(String type, String field, String value, boolean more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put(field, value);
        if (more) {
            fields.put("more", true);
        }
        return StrictJson.write(fields);
    }

    static Message message(StrictJson object) throws MessageException {
        String type = object.text("type");
        if (FileNotes.isType(type)) {
            return new Message.File(FileNotes.note(object));
        }
        return switch (type) {
            case "text" -> new Message.Text(bounded(object.text("text"), MAX_PART_BYTES));
            case "action" -> new Message.Action(bounded(object.text("text"), MAX_PART_BYTES));
            case "bytes" -> StreamNotes.bytes(object);
            case "stored" -> StreamNotes.stored(object);
            case "nick" -> new Message.Nick(bounded(object.text("name"), MAX_NAME_BYTES));
            default -> throw new MessageException("unknown type");
        };
    }

    static Untrusted bounded(String text, int maxBytes) throws MessageException {
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new MessageException("too long");
        }
        return Untrusted.of(text);
    }
}

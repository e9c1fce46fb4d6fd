package dev.parley.peer.chat;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pieces of streams and receipts for them, to and from JSON (PROTOCOL.md section 8.7). */
final class StreamNotes {
    private StreamNotes() {}

    static byte[] json(Message.Bytes bytes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "bytes");
        fields.put("from", bytes.from());
        fields.put("data", bytes.base64());
        if (bytes.end()) {
            fields.put("end", true);
        }
        return StrictJson.write(fields);
    }

    static byte[] json(Message.Stored stored) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "stored");
        fields.put("bytes", stored.bytes());
        return StrictJson.write(fields);
    }

    static Message bytes(StrictJson object) throws MessageException {
        String base64 = object.text("data");
        boolean end = object.flag("end");
        byte[] data;
        try {
            data = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MessageException("no base64");
        }
        if (!Base64.getEncoder().encodeToString(data).equals(base64)) {
            throw new MessageException("another spelling of base64");
        }
        if (data.length > Message.Bytes.MAX_BYTES || data.length == 0 && !end) {
            throw new MessageException("too many bytes, or none");
        }
        return new Message.Bytes(number(object, "from"), base64, end);
    }

    static Message stored(StrictJson object) throws MessageException {
        return new Message.Stored(number(object, "bytes"));
    }

    private static long number(StrictJson object, String name) throws MessageException {
        if (!object.has(name)) {
            throw new MessageException("no number " + name);
        }
        return object.number(name, 0);
    }
}

package dev.parley.peer.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first frame of each direction (PROTOCOL.md section 5.7).
 *
 * @param name the display name, at most {@link MessageCodec#MAX_NAME_BYTES}; empty from one who does not know the other's key: nothing may
 *     be said in this session
 * @param sent the highest message number its sender has given out in this room
 * @param received the highest number of ours that its sender has taken in
 */
public record Ready(Optional<Untrusted> name, long sent, long received) {
    public byte[] encode() {
        Map<String, Object> fields = new LinkedHashMap<>();
        name.ifPresent(own -> fields.put("name", own.raw()));
        fields.put("sent", sent);
        fields.put("received", received);
        return StrictJson.write(fields);
    }

    public static Ready decode(byte[] body) throws MessageException {
        StrictJson object = StrictJson.parse(body);
        return new Ready(
                object.has("name")
                        ? Optional.of(MessageCodec.bounded(object.text("name"), MessageCodec.MAX_NAME_BYTES))
                        : Optional.empty(),
                object.number("sent", 0),
                object.number("received", 0));
    }
}

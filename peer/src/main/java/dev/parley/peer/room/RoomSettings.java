package dev.parley.peer.room;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Mode;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Intent;
import dev.parley.wire.RoomId;
import java.util.Optional;

/**
 * What a person brings to a room. The side says how it came about: an opener makes the room, a joiner expects it, and a named room is
 * symmetric.
 *
 * @param name our own display name, at most 128 bytes of UTF-8
 */
public record RoomSettings(RoomId room, Side side, Identity identity, Optional<Secret> code, Untrusted name) {
    public Mode mode() {
        return code.isPresent() ? Mode.CODE : Mode.OPEN;
    }

    Intent intent() {
        return switch (side) {
            case SYMMETRIC -> Intent.EITHER;
            case OPENER -> Intent.OPEN;
            case JOINER -> Intent.JOIN;
        };
    }

    RoomSettings withCode(Secret typed) {
        return new RoomSettings(room, side, identity, Optional.of(typed), name);
    }
}

package dev.parley.peer.ui;

import java.util.Locale;

/** Where a room stands, in the words of a person. */
enum RoomState {
    CONNECTING,
    WAITING,
    AGREEING,
    TALKING,
    OFFLINE,
    AWAY,
    BLOCKED,
    UNRECOGNISED,
    CLOSED;

    String text(Texts texts, String theirName) {
        return texts.get("state." + name().toLowerCase(Locale.ROOT), theirName);
    }
}

package dev.parley.peer.ui;

import dev.parley.peer.net.PeerLoop;

/** What every group of commands works with. */
record Desk(Screen screen, Texts texts, ChatView view, PeerLoop loop) {
    void note(String key, Object... arguments) {
        screen.tell(Line.note(texts.get(key, arguments)));
    }

    void warn(String key, Object... arguments) {
        screen.tell(Line.warning(texts.get(key, arguments)));
    }
}

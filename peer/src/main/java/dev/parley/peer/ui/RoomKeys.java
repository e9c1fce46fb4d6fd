package dev.parley.peer.ui;

import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;

/** Alt-1 to Alt-9: {@code /switch N}, where nothing is typed yet. A line begun in one room is never taken to another. */
final class RoomKeys {
    private static final int MOST = 9;

    private RoomKeys() {}

    static void bind(LineReaderImpl reader) {
        KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        for (int number = 1; number <= MOST; number++) {
            String name = "room-" + number;
            String line = "/switch " + number;
            reader.getWidgets().put(name, () -> {
                if (reader.getBuffer().length() > 0) {
                    return false;
                }
                reader.getBuffer().write(line);
                reader.callWidget(LineReader.ACCEPT_LINE);
                return true;
            });
            keys.bind(new Reference(name), KeyMap.alt(Integer.toString(number)));
        }
    }
}

package dev.parley.peer.ui;

import dev.parley.peer.ui.Line.Style;
import java.util.Optional;

/** What the opener of a room hands to the other person: told once there is a seat, as text and, where wanted, as a picture. */
final class InviteNote {
    private final Screen screen;
    private Optional<String> text;
    private Optional<String> scanned = Optional.empty();
    private boolean told;

    InviteNote(Screen screen, Optional<String> text) {
        this.screen = screen;
        this.text = text;
    }

    void also(String more) {
        text = text.map(before -> before + "\n" + more);
    }

    /** What the picture says: the latest is the best. */
    void scan(String content) {
        scanned = Optional.of(content);
    }

    void tellOnce() {
        if (!told) {
            told = true;
            text.ifPresent(all -> all.lines().forEach(line -> screen.tell(Line.of(Style.PLAIN, line))));
            if (screen.switches().is(Switches.Name.QR, false)) {
                draw();
            }
        }
    }

    /** Whether there is anything to draw. */
    boolean draw() {
        scanned.map(QrPicture::of).ifPresent(screen::draw);
        return scanned.isPresent();
    }
}

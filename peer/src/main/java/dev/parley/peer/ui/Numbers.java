package dev.parley.peer.ui;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.ui.Line.Style;
import java.util.List;
import java.util.Optional;

/** The two numbers by which two people see that nobody is between them: of their keys, and of this session. */
final class Numbers {
    private final Screen screen;
    private final Texts texts;
    private Optional<SafetyNumber> safety = Optional.empty();
    private Optional<SafetyNumber> session = Optional.empty();

    Numbers(Screen screen, Texts texts) {
        this.screen = screen;
        this.texts = texts;
    }

    Optional<SafetyNumber> safety() {
        return safety;
    }

    void are(SafetyNumber ofKeys, SafetyNumber ofSession) {
        safety = Optional.of(ofKeys);
        session = Optional.of(ofSession);
    }

    /** To be compared with what {@code theirName} sees. */
    void tell(String theirName) {
        if (safety.isEmpty() || session.isEmpty()) {
            screen.tell(Line.note(texts.get("verify.nobody")));
            return;
        }
        screen.tell(Line.note(texts.get("verify.read", theirName)));
        tellDigits(safety.get());
        screen.tell(Line.note(texts.get("verify.session")));
        tellDigits(session.get());
        screen.tell(Line.note(texts.get("verify.then")));
    }

    private void tellDigits(SafetyNumber number) {
        List<String> groups = number.groups();
        screen.tell(Line.of(Style.PLAIN, "    " + String.join(" ", groups.subList(0, 6))));
        screen.tell(Line.of(Style.PLAIN, "    " + String.join(" ", groups.subList(6, 12))));
    }
}

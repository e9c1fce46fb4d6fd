package dev.parley.peer.ui;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.Line.Style;
import java.util.List;
import java.util.Optional;

/** The two numbers by which two people see that nobody is between them: of their keys, and of this session. */
final class Numbers {
    private static final int GROUPS_PER_ROW = 4;

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

    Optional<SafetyNumber> session() {
        return session;
    }

    void are(SafetyNumber ofKeys, SafetyNumber ofSession) {
        safety = Optional.of(ofKeys);
        session = Optional.of(ofSession);
    }

    /** What is known of {@code theirName}, the numbers to compare, and how that is done, step by step. */
    void tell(String theirName, Trust trust) {
        if (safety.isEmpty() || session.isEmpty()) {
            note("verify.nobody");
            return;
        }
        Line state = Line.of(StateLine.style(trust), texts.get("verify.state." + trust.name(), theirName));
        screen.tell(state);
        note("verify.call", theirName);
        note("verify.read");
        tellDigits(safety.get());
        if (screen.switches().is(Switches.Name.QR, true)) {
            note("verify.scan");
            screen.draw(QrPicture.of(safety.get().digits()));
        }
        note("verify.session");
        tellDigits(session.get());
        boolean blocked = trust == Trust.CHANGED || trust == Trust.CONTINUITY_LOST;
        note(blocked ? "verify.then.blocked" : "verify.then");
        note("verify.else");
    }

    private void note(String key, Object... arguments) {
        screen.tell(Line.note(texts.get(key, arguments)));
    }

    private void tellDigits(SafetyNumber number) {
        List<String> groups = number.groups();
        for (int at = 0; at < groups.size(); at += GROUPS_PER_ROW) {
            screen.tell(Line.of(Style.PLAIN, "    " + String.join(" ", groups.subList(at, at + GROUPS_PER_ROW))));
        }
    }
}

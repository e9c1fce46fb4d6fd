package dev.parley.peer.ui;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.peer.net.Invitation;
import java.util.Optional;

/** What a person is asked when the code or passphrase was not confirmed. A script is not asked: its room ends. */
public final class AskAgain {
    /** One question, asked until there is an answer; empty if the person gives up. */
    private interface Question {
        Optional<Secret> ask(Screen screen) throws InterruptedException;
    }

    private final Texts texts;
    private final String waitText;
    private final Question question;

    private AskAgain(Texts texts, String waitText, Question question) {
        this.texts = texts;
        this.waitText = waitText;
        this.question = question;
    }

    /** For an opener, whose code is right by definition. */
    public static AskAgain never(Texts texts) {
        return new AskAgain(texts, "", screen -> Optional.empty());
    }

    public static AskAgain code(Texts texts, String place) {
        return new AskAgain(texts, "code.wait", screen -> {
            Optional<Invitation> typed = ChatSession.askInvitation(screen, texts);
            while (typed.isPresent() && !typed.get().invite().place().equals(place)) {
                screen.tell(Line.warning(texts.get("code.elsewhere", place)));
                typed = ChatSession.askInvitation(screen, texts);
            }
            return typed.map(again -> again.invite().secret());
        });
    }

    /** Either side may be the one that is wrong: whoever is sure of theirs leaves it as it is. */
    public static AskAgain passphrase(Texts texts, Optional<Secret> first) {
        Question question = new Question() {
            private Optional<Secret> latest = first;

            @Override
            public Optional<Secret> ask(Screen screen) throws InterruptedException {
                Optional<String> typed = screen.ask(texts.get("passphrase.again"), true);
                if (typed.isEmpty()) {
                    return Optional.empty();
                }
                if (!RoomName.isEmptyPassphrase(typed.get())) {
                    latest = Optional.of(RoomName.passphrase(typed.get()));
                }
                return latest;
            }
        };
        return new AskAgain(texts, "passphrase.held", question);
    }

    /** What was typed, to be used after {@code waitMillis} at the earliest; empty if nobody is there or the person gives up. */
    Optional<Secret> ask(Screen screen, long waitMillis) {
        if (!screen.isInteractive()) {
            return Optional.empty();
        }
        try {
            Optional<Secret> answer = question.ask(screen);
            if (answer.isPresent() && waitMillis > 0) {
                screen.tell(Line.note(texts.get(waitText, (waitMillis + 999) / 1_000)));
            }
            return answer;
        } catch (InterruptedException e) {
            // The room has ended meanwhile.
            return Optional.empty();
        }
    }
}

package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.ui.Transcripts.Kind;
import dev.parley.peer.ui.Transcripts.Opening;
import java.util.Locale;
import java.util.Optional;

/** {@code /log}: says loudly when what is shown in a room begins to be written down. */
final class LogCommands {
    private final LoggedScreen screen;
    private final Texts texts;
    private final Transcripts transcripts;

    LogCommands(LoggedScreen screen, Texts texts, Transcripts transcripts) {
        this.screen = screen;
        this.texts = texts;
        this.transcripts = transcripts;
    }

    void log(String argument) throws InterruptedException {
        String[] words = argument.split("\\s+", 2);
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case "" -> tellState();
            case "off" -> {
                if (words.length > 1) {
                    screen.tell(Line.warning(texts.get("log.usage")));
                } else {
                    screen.tell(Line.note(texts.get(screen.stop() ? "log.stopped" : "log.off")));
                }
            }
            case "on" -> {
                if (words.length > 1) {
                    start(words[1]);
                } else {
                    screen.tell(Line.warning(texts.get("log.usage")));
                }
            }
            default -> screen.tell(Line.warning(texts.get("log.usage")));
        }
    }

    private void tellState() {
        Optional<String> file = screen.file();
        screen.tell(file.isPresent() ? Line.warning(texts.get("log.on", file.get())) : Line.note(texts.get("log.off")));
    }

    private void start(String name) throws InterruptedException {
        Opening opening = transcripts.open(name, false);
        if (opening.kind() == Kind.OURS) {
            Optional<String> answer = screen.ask(texts.get("log.append", SafeText.line(Untrusted.of(name))), false);
            if (answer.filter(typed -> texts.isYes(typed.strip())).isEmpty()) {
                screen.tell(Line.note(texts.get("log.off")));
                return;
            }
            opening = transcripts.open(name, true);
        }
        if (opening.transcript().isPresent()) {
            screen.start(opening.transcript().get());
        } else {
            screen.tell(Line.warning(texts.get("log.not." + opening.kind().name(), SafeText.line(Untrusted.of(name)))));
        }
    }
}

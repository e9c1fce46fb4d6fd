package dev.parley.peer.ui;

import dev.parley.crypto.Secret;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException;
import dev.parley.peer.files.Source;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.RoomEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A room that is for files only: offers them, or takes what is offered, and ends. */
public final class FileErrand {
    private static final int EXIT_REFUSED = 7;
    private static final long STEP_MILLIS = 50;

    /** How long a receiver that has everything waits for the sender's goodbye. */
    private static final int PATIENCE_STEPS = 60;

    private final List<Source> sources;
    private final boolean yes;
    private final Consumer<String> stored;
    private volatile Optional<PeerLoop> running = Optional.empty();
    private int worst;
    private boolean offered;
    private boolean leaving;

    private FileErrand(List<Source> sources, boolean yes, Consumer<String> stored) {
        this.sources = List.copyOf(sources);
        this.yes = yes;
        this.stored = stored;
    }

    public static FileErrand sending(List<Source> sources) {
        return new FileErrand(sources, false, path -> {});
    }

    /**
     * @param yes whether nobody is asked
     * @param stored told the path of everything that was stored
     */
    public static FileErrand receiving(boolean yes, Consumer<String> stored) {
        return new FileErrand(List.of(), yes, stored);
    }

    public boolean isSending() {
        return !sources.isEmpty();
    }

    /** One sentence about a path that cannot be sent. */
    public static String problem(Texts texts, FileException problem, String path) {
        return texts.get(FileCommands.problem(problem), SafeText.line(Untrusted.of(path)));
    }

    /** From any thread: says goodbye. */
    public void stop() {
        running.ifPresent(loop -> loop.submit((client, now) -> client.leave(now)));
    }

    /** Runs the room to its end. */
    public RoomEvent.Closed run(Screen screen, Texts texts, ChatView view, PeerLoop loop, AskAgain askAgain)
            throws InterruptedException {
        FileView files = view.files().orElseThrow().view();
        FileCommands commands = new FileCommands(new Desk(screen, texts, view, loop), false);
        files.servesErrand(stored);
        running = Optional.of(loop);
        loop.start();
        int idle = 0;
        while (view.closed().isEmpty()) {
            loop.join(STEP_MILLIS);
            Optional<RoomEvent.CodeNeeded> needed = view.takeCodeNeeded();
            if (needed.isPresent()) {
                askCode(screen, loop, askAgain.ask(screen, needed.get().waitMillis()));
            }
            if (isSending() && view.wasJoined() && !offered) {
                offered = true;
                commands.offer(sources);
            }
            if (!isSending() && files.asked().isPresent()) {
                answer(screen, texts, commands);
            }
            offered |= files.count() > 0;
            idle = offered && files.under(transfer -> true).isEmpty() ? idle + 1 : 0;
            if (!leaving && idle > (isSending() ? 0 : PATIENCE_STEPS)) {
                leave(loop);
            }
        }
        loop.join();
        worst = files.worstExitCode();
        return view.closed().get();
    }

    private void answer(Screen screen, Texts texts, FileCommands commands) throws InterruptedException {
        if (yes) {
            commands.accept("");
        } else if (!screen.isInteractive()) {
            screen.tell(Line.warning(texts.get("files.needsYes")));
            commands.reject("");
        } else {
            Optional<String> typed = screen.ask(texts.get("files.ask"), false);
            String answer = typed.orElse("").strip().toLowerCase(Locale.ROOT);
            if (!answer.isEmpty() && texts.get("files.ask.yes").contains(" " + answer + " ")) {
                commands.accept("");
            } else {
                commands.reject("");
            }
        }
    }

    private void askCode(Screen screen, PeerLoop loop, Optional<Secret> code) {
        if (code.isPresent()) {
            loop.submit((client, now) -> client.retype(code.get(), now));
        } else {
            leaving = true;
            loop.submit((client, now) -> client.giveUp());
        }
        screen.offer(Screen.Offer.NOTHING);
    }

    private void leave(PeerLoop loop) {
        leaving = true;
        loop.submit((client, now) -> client.leave(now));
    }

    /** 0 if there was something and all of it arrived, once the room has ended with a goodbye. */
    public int exitCode() {
        return offered ? worst : EXIT_REFUSED;
    }
}

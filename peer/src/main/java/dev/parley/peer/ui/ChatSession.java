package dev.parley.peer.ui;

import dev.parley.crypto.InviteException;
import dev.parley.crypto.Secret;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.Typed;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.LinkException;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.RoomEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads what a person types in a room and does it, until the room or the input ends. */
public final class ChatSession {
    private static final long END_CHECK_MILLIS = 50;

    private final Screen screen;
    private final Texts texts;
    private final ChatView view;
    private final PeerLoop loop;
    private final TrustCommands trust;
    private final ShelfCommands shelf;
    private final ScreenCommands looks;
    private final String relay;
    private final AskAgain askAgain;
    private BlockCommands blocks;
    private Optional<LogCommands> log = Optional.empty();
    private final FileCommands files;
    private boolean leaving;
    private boolean spoke;

    public ChatSession(
            Screen screen, Texts texts, ChatView view, PeerLoop loop, Shelf shelf, String relay, AskAgain askAgain) {
        this.screen = screen;
        this.texts = texts;
        this.view = view;
        this.loop = loop;
        Desk desk = new Desk(screen, texts, view, loop);
        this.trust = new TrustCommands(desk);
        this.shelf = new ShelfCommands(desk, shelf);
        this.looks = new ScreenCommands(desk);
        this.relay = relay;
        this.askAgain = askAgain;
        this.files = new FileCommands(desk, !screen.isInteractive());
        this.blocks = new BlockCommands(screen, texts, view, loop, BlockList.none());
    }

    /** Where blocked keys are kept. */
    public ChatSession blocking(BlockList list) {
        blocks = new BlockCommands(screen, texts, view, loop, list);
        return this;
    }

    /** What is written down, if the person wants it; {@code logged} is the screen of this room and its view. */
    public ChatSession logging(LoggedScreen logged, Transcripts transcripts) {
        log = Optional.of(new LogCommands(logged, texts, transcripts));
        return this;
    }

    /** Runs the room to its end. */
    public RoomEvent.Closed run() throws InterruptedException {
        screen.offer(Screen.Offer.COMMANDS);
        screen.represents(view::summary);
        screen.onKey(() -> {
            if (view.isApart()) {
                loop.nudge();
            }
        });
        screen.onInterrupt(files::cancelRunning);
        loop.start();
        Optional<RoomEvent.Closed> end = view.closed();
        while (end.isEmpty()) {
            readOne();
            end = view.closed();
        }
        loop.join();
        return end.get();
    }

    private void readOne() throws InterruptedException {
        if (leaving) {
            loop.join(END_CHECK_MILLIS);
            return;
        }
        Optional<String> line;
        try {
            line = screen.readLine();
        } catch (InterruptedException e) {
            line = Optional.of("");
        }
        if (view.closed().isPresent()) {
            return;
        }
        Optional<RoomEvent.CodeNeeded> needed = view.takeCodeNeeded();
        if (needed.isPresent()) {
            // What was typed meanwhile was meant for the room, not for this question.
            askCode(needed.get().waitMillis());
        } else if (line.isPresent()) {
            onLine(line.get());
        } else {
            onEndOfInput();
        }
    }

    private void askCode(long waitMillis) {
        Optional<Secret> code = askAgain.ask(screen, waitMillis);
        screen.offer(Screen.Offer.COMMANDS);
        if (code.isPresent()) {
            loop.submit((client, now) -> client.retype(code.get(), now));
        } else {
            leaving = true;
            loop.submit((client, now) -> client.giveUp());
        }
    }

    /** A person leaves; a script that has said something leaves once it is delivered; one that only listens stays. */
    private void onEndOfInput() throws InterruptedException {
        if (!screen.isInteractive()) {
            while (view.closed().isEmpty() && !(view.isAllDelivered() && view.wasJoined() && spoke)) {
                loop.join(END_CHECK_MILLIS);
                if (view.takeCodeNeeded().isPresent()) {
                    loop.submit((client, now) -> client.giveUp());
                }
            }
        }
        leave();
    }

    private void leave() {
        leaving = true;
        loop.submit((client, now) -> client.leave(now));
    }

    private void onLine(String line) throws InterruptedException {
        Typed typed = screen.isInteractive() ? Typed.parse(line) : literal(line);
        if (typed instanceof Typed.Say say) {
            say(say.text(), false);
        } else if (typed instanceof Typed.Do command) {
            perform(command.command(), command.argument());
        } else if (typed instanceof Typed.Unknown unknown) {
            String name = SafeText.line(Untrusted.of(unknown.name()));
            screen.tell(Line.warning(unknown.nearest()
                    .map(near -> texts.get("command.near", name, near.names().get(0)))
                    .orElseGet(() -> texts.get("command.unknown", name))));
        }
    }

    /** In a script every line is text. */
    private static Typed literal(String line) {
        return line.isEmpty() ? new Typed.Nothing() : new Typed.Say(line);
    }

    private void say(String text, boolean action) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MessageCodec.MAX_TEXT_BYTES) {
            screen.tell(Line.warning(texts.get("line.tooLong", MessageCodec.MAX_TEXT_BYTES / 1024)));
            return;
        }
        spoke = true;
        Untrusted body = Untrusted.of(text);
        Message message = action ? new Message.Action(body) : new Message.Text(body);
        loop.submit((client, now) -> {
            client.say(message)
                    .ifPresentOrElse(
                            number -> view.said(number, text, action),
                            () -> screen.tell(Line.warning(texts.get("line.full"))));
            return List.of();
        });
    }

    private void perform(Typed.Command command, String argument) throws InterruptedException {
        switch (command) {
            case HELP -> looks.help(argument);
            case VERIFY -> trust.verify(argument);
            case STATUS -> view.tellStatus(relay);
            case WHO -> view.tellWho();
            case NICK -> rename(argument);
            case ME -> {
                if (argument.isEmpty()) {
                    screen.tell(Line.warning(texts.get("me.empty")));
                } else {
                    say(argument, true);
                }
            }
            case SAVE -> shelf.save(argument);
            case FORGET -> shelf.forget();
            case TRUST -> trust.trust(argument);
            case BELL -> looks.turn(Switches.Name.BELL, argument);
            case TITLE -> looks.turn(Switches.Name.TITLE, argument);
            case QR -> looks.qr(argument);
            case SEND -> files.send(argument);
            case ACCEPT -> files.accept(argument);
            case REJECT -> files.reject(argument);
            case CANCEL -> files.cancel(argument);
            case FILES -> files.list();
            case CLEAR -> screen.clear();
            case ALL -> {
                if (argument.isEmpty()) {
                    screen.tell(Line.warning(texts.get("rooms.all.empty")));
                } else {
                    say(argument, false);
                }
            }
            case ROOMS, OPEN, JOIN, REOPEN, SWITCH -> screen.tell(Line.warning(texts.get("rooms.single")));
            case BLOCK -> blocks.block(argument);
            case UNBLOCK -> blocks.unblock(argument);
            case LOG -> {
                if (log.isPresent()) {
                    log.get().log(argument);
                }
            }
            case LEAVE, QUIT -> leave();
        }
    }

    private void rename(String argument) {
        Optional<String> problem = NickRule.problem(argument);
        if (problem.isPresent()) {
            screen.tell(Line.warning(texts.get(problem.get(), SafeText.line(Untrusted.of(argument)))));
            return;
        }
        if (view.isBlockedName(argument)) {
            screen.tell(Line.warning(texts.get("nick.blocked", SafeText.line(Untrusted.of(argument)))));
            return;
        }
        Untrusted name = Untrusted.of(argument);
        view.renamed(argument);
        loop.submit((client, now) -> {
            client.rename(name);
            client.say(new Message.Nick(name));
            return List.of();
        });
    }

    /** Reads an invite code or link until it is one; empty if the person gives up. */
    public static Optional<Invitation> askInvitation(Screen screen, Texts texts) throws InterruptedException {
        screen.offer(Screen.Offer.CODE_WORDS);
        while (true) {
            Optional<String> typed = screen.ask(texts.get("code.ask"), false);
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Invitation.parse(typed.get()));
            } catch (InviteException e) {
                screen.tell(Line.warning(inviteProblem(e, texts)));
            } catch (LinkException e) {
                screen.tell(Line.warning(linkProblem(e, texts)));
            }
        }
    }

    /** One sentence about a link that is none. */
    public static String linkProblem(LinkException problem, Texts texts) {
        return texts.get("link." + problem.reason().name());
    }

    /** One sentence about a code that is none. */
    public static String inviteProblem(InviteException problem, Texts texts) {
        return switch (problem.reason()) {
            case EMPTY -> texts.get("code.bad.empty");
            case BAD_PLACE -> texts.get("code.bad.place");
            case WORD_COUNT -> texts.get("code.bad.count");
            case UNKNOWN_WORD ->
                problem.suggestions().isEmpty()
                        ? texts.get("code.bad.word", problem.position())
                        : texts.get("code.bad.near", problem.position(), String.join(", ", problem.suggestions()));
        };
    }
}

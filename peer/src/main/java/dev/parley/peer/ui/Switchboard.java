package dev.parley.peer.ui;

import dev.parley.crypto.InviteException;
import dev.parley.peer.chat.Typed;
import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.LinkException;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * Several rooms at one terminal, each on a thread of its own, one in front: lines typed go to it, and only its lines are shown. Owns the
 * real screen and the one thread that reads it.
 *
 * <p>Locks: a room's view, then this board's, then the line editor's. Whoever holds this board's lock never asks a room for its state.
 */
public final class Switchboard {
    /** Rooms at a time. */
    static final int MAX_ROOMS = 20;

    private static final int LONGEST_BUSY_STEPS = 20;
    private static final long STEP_MILLIS = 50;

    private final Object lock = new Object();
    private final Screen real;
    private final Texts texts;
    private final NewRooms newRooms;
    private final List<RoomScreen> rooms = new CopyOnWriteArrayList<>();
    private final RoomScreen.Board board = new BoardOfRooms();
    private final RoomCommands commands;
    private volatile RoomScreen front;
    private int lastNumber;
    private long turns;
    private boolean over;
    private int exitCode;
    private Optional<Exception> failure = Optional.empty();

    public Switchboard(Screen real, Texts texts, NewRooms newRooms) {
        this.real = real;
        this.texts = texts;
        this.newRooms = newRooms;
        this.commands = new RoomCommands(real, texts, rooms);
    }

    /**
     * Runs {@code first} and whatever is begun beside it, until no room is left. Gives the exit code of the room that ended last.
     *
     * @throws Exception what ended the first room, if it was no ordinary end
     */
    public int run(NewRooms.NewRoom first) throws Exception {
        real.onKey(() -> front.key());
        real.onInterrupt(() -> front.interruptHook().getAsBoolean());
        real.complete(this::arguments);
        begin(first);
        Optional<RoomScreen> room = lookAround();
        while (room.isPresent()) {
            try {
                read(room.get());
            } catch (InterruptedException e) {
                // Something has changed: look again.
            }
            room = lookAround();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return exitCode;
    }

    /** The room in front; empty when all is over. */
    private Optional<RoomScreen> lookAround() {
        // An interruption that came too late for what it should have ended.
        Thread.interrupted();
        synchronized (lock) {
            turns++;
            over = rooms.isEmpty();
            lock.notifyAll();
            return over ? Optional.empty() : Optional.of(front);
        }
    }

    private void read(RoomScreen room) throws InterruptedException {
        synchronized (lock) {
            for (int i = 0; room.isBusy() && rooms.contains(room) && i < LONGEST_BUSY_STEPS; i++) {
                lock.wait(STEP_MILLIS);
            }
            while (room.isEnding() && room == front && rooms.contains(room)) {
                lock.wait(STEP_MILLIS);
            }
            if (room != front || !rooms.contains(room)) {
                return;
            }
        }
        if (room.isAsking()) {
            room.answer(real);
            return;
        }
        Optional<String> line = real.readLine();
        if (room != front) {
            line.filter(text -> !text.isBlank())
                    .ifPresent(text -> real.tell(Line.warning(texts.get("rooms.notSent", room.number()))));
        } else if (line.isPresent()) {
            onLine(room, line.get());
        } else {
            leave(room);
        }
    }

    private void onLine(RoomScreen room, String line) {
        if (!(Typed.parse(line) instanceof Typed.Do typed)) {
            room.type(line);
            return;
        }
        switch (typed.command()) {
            case ROOMS -> commands.list(room);
            case OPEN -> {
                if (isWithout(typed)) {
                    begin(newRooms.open());
                }
            }
            case JOIN -> join(typed.argument());
            case REOPEN -> reopen(typed.argument());
            case SWITCH -> switchTo(typed.argument());
            case ALL -> commands.sayToAll(typed.argument());
            case LEAVE -> {
                if (isWithout(typed)) {
                    leave(room);
                }
            }
            case QUIT -> quit();
            default -> room.type(line);
        }
    }

    private boolean isWithout(Typed.Do typed) {
        boolean without = typed.argument().isEmpty();
        if (!without) {
            real.tell(Line.warning(
                    texts.get("rooms.noArgument", typed.command().names().get(0))));
        }
        return without;
    }

    private void join(String argument) {
        try {
            begin(newRooms.join(argument.isEmpty() ? Optional.empty() : Optional.of(Invitation.parse(argument))));
        } catch (InviteException e) {
            real.tell(Line.warning(ChatSession.inviteProblem(e, texts)));
        } catch (LinkException e) {
            real.tell(Line.warning(ChatSession.linkProblem(e, texts)));
        }
    }

    private void reopen(String argument) {
        String name = argument.replaceAll("^\"(.*)\"$", "$1");
        if (name.isBlank()) {
            real.tell(Line.warning(texts.get("rooms.reopen.empty")));
        } else {
            begin(newRooms.reopen(name));
        }
    }

    private void switchTo(String argument) {
        Optional<RoomScreen> wanted = rooms.stream()
                .filter(room -> Integer.toString(room.number()).equals(argument))
                .findFirst();
        if (wanted.isEmpty()) {
            real.tell(Line.warning(texts.get("rooms.noSuch", numbers())));
        } else if (wanted.get() != front) {
            synchronized (lock) {
                if (rooms.contains(wanted.get())) {
                    bringToFront(wanted.get());
                }
            }
        }
    }

    private String numbers() {
        List<String> numbers = new ArrayList<>();
        rooms.forEach(room -> numbers.add(Integer.toString(room.number())));
        return String.join(", ", numbers);
    }

    private List<String> arguments(Typed.Command command) {
        return switch (command) {
            case SWITCH -> List.of(numbers().split(", "));
            case REOPEN -> newRooms.saved();
            default -> front.arguments().of(command);
        };
    }

    private void leave(RoomScreen room) {
        synchronized (lock) {
            room.endInput();
            if (room == front) {
                rooms.stream().filter(other -> !other.isEnding()).findFirst().ifPresent(this::bringToFront);
            }
        }
    }

    private void quit() {
        commands.tellUnderWay();
        rooms.forEach(RoomScreen::endInput);
    }

    private void begin(NewRooms.NewRoom fresh) {
        synchronized (lock) {
            if (rooms.size() >= MAX_ROOMS) {
                real.tell(Line.warning(texts.get("rooms.tooMany", MAX_ROOMS)));
                return;
            }
            RoomScreen room = new RoomScreen(++lastNumber, lock, board, texts.get("state.connecting"));
            rooms.add(room);
            if (front == null) {
                front = room;
            } else {
                bringToFront(room);
            }
            Thread thread = new Thread(() -> run(room, fresh), "room-" + room.number());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(RoomScreen room, NewRooms.NewRoom fresh) {
        int code = 1;
        Optional<Exception> problem = Optional.empty();
        try {
            code = fresh.run(room);
        } catch (Exception e) {
            problem = Optional.of(e);
        } finally {
            ended(room, code, problem);
        }
    }

    private void ended(RoomScreen room, int code, Optional<Exception> problem) {
        synchronized (lock) {
            rooms.remove(room);
            exitCode = code;
            failure = failure.or(() -> problem);
            if (room != front) {
                showKept(room, "rooms.ended");
                board.refresh();
                return;
            }
            if (!rooms.isEmpty()) {
                bringToFront(rooms.stream()
                        .filter(other -> !other.isEnding())
                        .findFirst()
                        .orElse(rooms.get(0)));
            }
            long seen = turns;
            wakeReaderWhile(() -> turns == seen);
        }
    }

    private void wakeReaderWhile(BooleanSupplier wanted) {
        synchronized (lock) {
            try {
                while (!over && wanted.getAsBoolean()) {
                    real.interrupt();
                    lock.wait(STEP_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // For holders of the lock.

    private void bringToFront(RoomScreen room) {
        front = room;
        real.offer(room.offered());
        if (!room.label().isEmpty()) {
            real.title(room.label());
        }
        showKept(room, "rooms.header");
        board.refresh();
    }

    /** What is above the line is of the room before, what is below of this one. */
    private void showKept(RoomScreen room, String key) {
        real.tell(Line.note(
                texts.get(key, room.number(), room.statusLines().get(0).plain())));
        Backlog.Kept kept = room.look();
        if (kept.dropped() > 0) {
            real.tell(Line.note(texts.get("rooms.dropped", kept.dropped())));
        }
        kept.lines().forEach(real::tell);
    }

    private final class BoardOfRooms implements RoomScreen.Board {
        @Override
        public boolean isInFront(RoomScreen room) {
            return room == front;
        }

        @Override
        public Screen real() {
            return real;
        }

        @Override
        public void refresh() {
            List<Line> lines = new ArrayList<>(front.statusLines());
            if (rooms.size() > 1 || !rooms.contains(front)) {
                lines.set(0, withOthers(lines.get(0)));
            }
            real.status(lines, front.mark());
        }

        private Line withOthers(Line line) {
            StringBuilder others = new StringBuilder(" " + texts.get("rooms.number", front.number()));
            for (RoomScreen room : rooms) {
                if (room != front) {
                    others.append(" · ").append(room.number());
                    others.append(room.flag().isEmpty() ? "" : ": " + room.flag());
                }
            }
            List<Span> spans = new ArrayList<>(line.spans());
            spans.add(new Span(Style.NOTE, others.toString()));
            return new Line(spans);
        }

        @Override
        public void announce(RoomScreen room, boolean asks) {
            real.tell(Line.warning(texts.get(
                    asks ? "rooms.asks" : "rooms.look",
                    room.number(),
                    room.statusLines().get(0).plain())));
            refresh();
        }

        @Override
        public void wakeWhile(BooleanSupplier wanted) {
            wakeReaderWhile(wanted);
        }
    }
}

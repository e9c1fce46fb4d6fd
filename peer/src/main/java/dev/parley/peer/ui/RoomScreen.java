package dev.parley.peer.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The screen of one room among several: in front it is the real one, behind it keeps what comes until it is looked at. Its state is
 * guarded by the switchboard's lock.
 */
final class RoomScreen implements Screen {
    /** What a switchboard does for its rooms; called with its lock held, but for {@link #wakeWhile}. */
    interface Board {
        boolean isInFront(RoomScreen room);

        Screen real();

        /** What is said over the typing line has changed. */
        void refresh();

        /** A room behind wants to be looked at; {@code asks} if it waits for an answer. */
        void announce(RoomScreen room, boolean asks);

        /** Interrupts the reading thread until {@code wanted} no longer holds. */
        void wakeWhile(BooleanSupplier wanted);
    }

    /** Something to be asked, and what became of it. */
    private static final class Question {
        private final String text;
        private final boolean hidden;
        private boolean taken;
        private boolean done;
        private boolean answered;
        private Optional<String> answer = Optional.empty();

        Question(String text, boolean hidden) {
            this.text = text;
            this.hidden = hidden;
        }
    }

    private final int number;
    private final Object lock;
    private final Board board;
    private final Backlog backlog = new Backlog();
    private final Deque<String> typed = new ArrayDeque<>();
    private volatile List<Line> status;
    private String mark = "> ";
    private volatile Offer offered = Offer.NOTHING;
    private volatile Runnable keyListener = () -> {};
    private volatile Arguments arguments = command -> List.of();
    private volatile Supplier<Optional<RoomSummary>> state = Optional::empty;
    private Optional<Question> question = Optional.empty();
    private volatile BooleanSupplier interruptHook = () -> false;
    private String label = "";
    private boolean ended;
    private boolean interrupted;
    private boolean busy = true;

    RoomScreen(int number, Object lock, Board board, String starting) {
        this.number = number;
        this.lock = lock;
        this.board = board;
        this.status = List.of(Line.note("[" + starting + "]"));
    }

    int number() {
        return number;
    }

    @Override
    public void show(Line line) {
        synchronized (lock) {
            if (board.isInFront(this)) {
                board.real().show(line);
                backlog.seen(line);
                return;
            }
            String before = flag();
            backlog.missedSaid(line);
            if (!before.equals(flag())) {
                board.refresh();
            }
        }
    }

    @Override
    public void tell(Line line) {
        synchronized (lock) {
            if (board.isInFront(this)) {
                board.real().tell(line);
                backlog.seen(line);
                return;
            }
            backlog.missed(line);
            boolean warns = line.spans().stream().anyMatch(span -> span.style() == Line.Style.WARNING);
            if (warns && !ended && backlog.announce()) {
                board.announce(this, false);
            }
        }
    }

    /** What is new here since the room was in front, in a word or two; empty if nothing is. */
    String flag() {
        return question.isPresent() ? "?" : backlog.flag();
    }

    int unread() {
        synchronized (lock) {
            return backlog.unread();
        }
    }

    /** The room is looked at. */
    Backlog.Kept look() {
        return backlog.look();
    }

    List<Line> statusLines() {
        return status;
    }

    String mark() {
        return mark;
    }

    Offer offered() {
        return offered;
    }

    Arguments arguments() {
        return arguments;
    }

    @Override
    public void status(List<Line> lines, String typingMark) {
        synchronized (lock) {
            status = lines;
            mark = typingMark;
            if (board.isInFront(this)) {
                board.refresh();
            }
        }
    }

    @Override
    public void onKey(Runnable listener) {
        keyListener = listener;
    }

    /** Takes no lock: asked at every key. */
    void key() {
        keyListener.run();
    }

    @Override
    public void offer(Offer offer) {
        synchronized (lock) {
            offered = offer;
            if (board.isInFront(this)) {
                board.real().offer(offer);
            }
        }
    }

    @Override
    public void complete(Arguments offers) {
        arguments = offers;
    }

    /** Paths are the same in every room. */
    @Override
    public void completePaths(Function<String, List<String>> paths) {
        board.real().completePaths(paths);
    }

    @Override
    public boolean redraws() {
        return board.real().redraws();
    }

    @Override
    public void represents(Supplier<RoomSummary> room) {
        state = () -> Optional.of(room.get());
    }

    /** Not for holders of the switchboard's lock. Empty while the room is being prepared. */
    Optional<RoomSummary> state() {
        return state.get();
    }

    // What comes from the person.

    /** A line for this room. */
    void type(String line) {
        synchronized (lock) {
            typed.addLast(line);
            busy = true;
            lock.notifyAll();
        }
    }

    /** Nothing is typed here any more: the room leaves. */
    void endInput() {
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
    }

    boolean isEnding() {
        synchronized (lock) {
            return ended;
        }
    }

    @Override
    public Optional<String> readLine() throws InterruptedException {
        synchronized (lock) {
            while (typed.isEmpty() && !ended && !interrupted) {
                rest();
                lock.wait();
            }
            if (interrupted) {
                interrupted = false;
                throw new InterruptedException("The screen was asked to stop reading.");
            }
            return Optional.ofNullable(typed.pollFirst());
        }
    }

    @Override
    public Optional<String> ask(String text, boolean hidden) throws InterruptedException {
        Question asked = new Question(text, hidden);
        synchronized (lock) {
            interrupted = false;
            question = Optional.of(asked);
            rest();
            if (!board.isInFront(this) && !ended) {
                board.announce(this, true);
                board.refresh();
            }
        }
        try {
            // In front, the person is reading and typing something else at this moment.
            board.wakeWhile(() -> board.isInFront(this) && !asked.taken && !ended && !interrupted);
            synchronized (lock) {
                while (!asked.answered && !ended && !interrupted) {
                    lock.wait();
                }
                if (interrupted) {
                    interrupted = false;
                    throw new InterruptedException("The room does not need the answer any more.");
                }
                return asked.answer;
            }
        } finally {
            synchronized (lock) {
                question = Optional.empty();
            }
            // The person is not to answer what nobody asks any more.
            board.wakeWhile(() -> asked.taken && !asked.done);
        }
    }

    private void rest() {
        if (busy) {
            busy = false;
            lock.notifyAll();
        }
    }

    /** Whether the room has still to do with what was typed; what is typed next may be meant for a question that comes of it. */
    boolean isBusy() {
        return busy;
    }

    /** Whether something is to be asked here. */
    boolean isAsking() {
        synchronized (lock) {
            return question.isPresent();
        }
    }

    /** Asks the person what is to be asked. Only for the reading thread, without the lock. */
    void answer(Screen real) throws InterruptedException {
        Question asked;
        synchronized (lock) {
            if (question.isEmpty()) {
                return;
            }
            asked = question.get();
            asked.taken = true;
            asked.done = false;
        }
        try {
            Optional<String> answer = real.ask(asked.text, asked.hidden);
            synchronized (lock) {
                asked.answer = answer;
                asked.answered = true;
                busy = true;
                question = question.filter(now -> now != asked);
            }
        } finally {
            synchronized (lock) {
                asked.done = true;
                asked.taken = asked.answered;
                lock.notifyAll();
            }
        }
    }

    @Override
    public void interrupt() {
        synchronized (lock) {
            interrupted = true;
            lock.notifyAll();
        }
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public boolean takesSeveralRooms() {
        return true;
    }

    @Override
    public void clear() {
        synchronized (lock) {
            backlog.clear();
            if (board.isInFront(this)) {
                board.real().clear();
            }
        }
    }

    /** A room behind has no place for pictures; the text beside them says the same. */
    @Override
    public void draw(QrPicture picture) {
        synchronized (lock) {
            if (board.isInFront(this)) {
                board.real().draw(picture);
            }
        }
    }

    @Override
    public void ring() {
        board.real().ring();
    }

    @Override
    public void title(String text) {
        synchronized (lock) {
            label = text;
            if (board.isInFront(this)) {
                board.real().title(text);
            }
        }
    }

    String label() {
        return label;
    }

    @Override
    public Switches switches() {
        return board.real().switches();
    }

    @Override
    public void onInterrupt(BooleanSupplier hook) {
        interruptHook = hook;
    }

    /** Takes no lock: asked by the reading thread. */
    BooleanSupplier interruptHook() {
        return interruptHook;
    }

    @Override
    public void close() {
        // The real screen belongs to the command.
    }
}

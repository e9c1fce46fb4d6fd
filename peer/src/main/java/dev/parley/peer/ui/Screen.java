package dev.parley.peer.ui;

import dev.parley.peer.chat.Typed;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where lines are shown and typed. Showing is safe from any thread; reading belongs to one. */
public interface Screen extends AutoCloseable {
    /** What somebody said: the payload. */
    void show(Line line);

    /** What the program says about it. */
    void tell(Line line);

    /** The lines above the typing line, first the state of the room, then own lines under way; and the typing line's own mark. */
    void status(List<Line> lines, String mark);

    /** Calls {@code listener} at every key that is pressed while a line is typed, where keys can be seen. */
    void onKey(Runnable listener);

    /** What Tab offers. */
    enum Offer {
        NOTHING,
        COMMANDS,
        CODE_WORDS
    }

    /** What Tab offers from now on. */
    void offer(Offer offer);

    /** What Tab offers behind the name of a command. */
    @FunctionalInterface
    interface Arguments {
        /** Whole arguments; called while a line is edited, so it must not show anything or wait for what does. */
        List<String> of(Typed.Command command);
    }

    /** What Tab offers behind commands from now on, where there is a Tab. */
    default void complete(Arguments arguments) {}

    /** Which room the lines here are of, to be asked for its state at any time. */
    default void represents(Supplier<RoomSummary> room) {}

    /** Whether several rooms find place here, one in front at a time. */
    default boolean takesSeveralRooms() {
        return false;
    }

    /** The next typed line; empty at the end of input. */
    Optional<String> readLine() throws InterruptedException;

    /** Asks for one line, hidden if it is a secret; empty at the end of input. */
    Optional<String> ask(String question, boolean hidden) throws InterruptedException;

    /** What Tab offers for a path that was begun, where there is a Tab; called while a line is edited. */
    default void completePaths(Function<String, List<String>> paths) {}

    /** Whether the lines of {@link #status} are seen and drawn again, so that what is shown there need not be told as well. */
    default boolean redraws() {
        return false;
    }

    /** Ends a {@link #readLine} that is under way, from another thread. */
    void interrupt();

    /** Whether a person sits in front of it. */
    boolean isInteractive();

    void clear();

    /** Draws a picture of something that is also shown as text. */
    void draw(QrPicture picture);

    /** Calls the person, unless they have switched that off or were called just now. */
    void ring();

    /** The label of the room that is shown, safe to show, for the title of the window. */
    void title(String label);

    /** What the person has switched on or off. */
    Switches switches();

    /**
     * Asks {@code hook} first when the person interrupts. If it says that it ended something, that is all: the typed line stays, and it
     * does not count towards leaving. Called on the thread that reads.
     */
    void onInterrupt(BooleanSupplier hook);

    @Override
    void close();
}

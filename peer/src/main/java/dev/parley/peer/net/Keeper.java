package dev.parley.peer.net;

import dev.parley.peer.room.JournalEntry;
import dev.parley.peer.room.RoomRecord;
import java.util.List;
import java.util.Optional;

/** Where a room's record and journal are kept. Used by the loop's thread only. */
public interface Keeper {
    void append(JournalEntry entry);

    void save(RoomRecord record);

    /** Makes everything so far safe over a crash. Says what is in the way, in a person's words, or nothing if it is done. */
    Optional<String> commit();

    /** Whether {@link #shorten} is worth it: soon when there is nothing else to do, else once the journal is long. */
    boolean isWorthShortening(boolean idle);

    /** Puts {@code journal}, which says the same, in place of all entries so far. */
    void shorten(List<JournalEntry> journal);

    /** Keeps nothing: what a room must remember lives in memory only. */
    static Keeper ephemeral() {
        return new Keeper() {
            @Override
            public void append(JournalEntry entry) {}

            @Override
            public void save(RoomRecord record) {}

            @Override
            public Optional<String> commit() {
                return Optional.empty();
            }

            @Override
            public boolean isWorthShortening(boolean idle) {
                return false;
            }

            @Override
            public void shorten(List<JournalEntry> journal) {}
        };
    }
}

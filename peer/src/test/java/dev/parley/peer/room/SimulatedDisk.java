package dev.parley.peer.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One end's record and journal, as the real encoding gives them back, and what of them outlives a crash. */
final class SimulatedDisk {
    final List<JournalEntry> journal = new ArrayList<>();
    Optional<RoomRecord> record = Optional.empty();
    boolean full;
    private int safe;
    private Optional<RoomRecord> safeRecord = Optional.empty();

    void append(JournalEntry entry) {
        journal.add(JournalEntry.decode(entry.encode()).orElseThrow());
    }

    void save(RoomRecord saved) {
        record = RoomRecord.decode(saved.encode());
    }

    /** Everything so far is safe. */
    void commit() {
        safe = journal.size();
        safeRecord = record;
    }

    /** Of what was written and not made safe some may be there. */
    void crash(Random random) {
        int kept = safe + random.nextInt(journal.size() - safe + 1);
        while (journal.size() > kept) {
            journal.remove(journal.size() - 1);
        }
        record = random.nextBoolean() ? record : safeRecord;
        commit();
    }

    /** What lies there now, to be put back later. */
    Runnable copy() {
        Optional<RoomRecord> copiedRecord = record;
        List<JournalEntry> copiedJournal = List.copyOf(journal);
        return () -> {
            record = copiedRecord;
            journal.clear();
            journal.addAll(copiedJournal);
            commit();
        };
    }
}

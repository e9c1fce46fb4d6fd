package dev.parley.peer.faults;

import dev.parley.peer.net.Keeper;
import dev.parley.peer.room.JournalEntry;
import dev.parley.peer.room.RoomRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** A disk in memory that knows what is safe. A crash keeps that, and of the rest what a real disk might. */
final class MemoryKeeper implements Keeper {
    private static final int LONG = 300;

    private final Random random;
    private final Direction ours;
    private final Direction theirs;
    private final Consumer<CrashLabel> points;
    private List<byte[]> entries = new ArrayList<>();
    private int safe;
    private Optional<byte[]> record = Optional.empty();
    private volatile Optional<byte[]> safeRecord = Optional.empty();

    /** @param points told at each label; may throw {@link PeerCrash} */
    MemoryKeeper(Random random, Direction ours, Direction theirs, Consumer<CrashLabel> points) {
        this.random = random;
        this.ours = ours;
        this.theirs = theirs;
        this.points = points;
    }

    /** Whether a crash now leaves a room to come back to. */
    boolean hasRecord() {
        return safeRecord.isPresent();
    }

    Optional<RoomRecord> record() {
        return safeRecord.map(bytes -> RoomRecord.decode(bytes).orElseThrow());
    }

    List<JournalEntry> journal() {
        return entries.stream()
                .map(bytes -> JournalEntry.decode(bytes).orElseThrow())
                .toList();
    }

    /** The number of the last own message that is in the journal. */
    long lastSaid() {
        return entries.stream()
                .map(Entry::of)
                .mapToLong(entry -> entry.kind() == Entry.SAID
                        ? entry.number()
                        : entry.kind() == Entry.COUNTERS ? entry.counter(0) : 0)
                .max()
                .orElse(0);
    }

    @Override
    public void append(JournalEntry entry) {
        byte[] encoded = entry.encode();
        entries.add(encoded);
        switch (encoded[0]) {
            case Entry.SAID -> points.accept(CrashLabel.SAID_APPENDED);
            case Entry.TAKEN -> points.accept(CrashLabel.TAKEN_APPENDED);
            case Entry.DELIVERED -> points.accept(CrashLabel.DELIVERED_APPENDED);
            default -> {}
        }
    }

    @Override
    public void save(RoomRecord saved) {
        points.accept(CrashLabel.BEFORE_SAVE);
        record = Optional.of(saved.encode());
        points.accept(CrashLabel.AFTER_SAVE);
    }

    @Override
    public Optional<String> commit() {
        points.accept(CrashLabel.BEFORE_COMMIT);
        makeSafe(entries.size());
        safeRecord = record;
        points.accept(CrashLabel.AFTER_COMMIT);
        return Optional.empty();
    }

    private void makeSafe(int upTo) {
        for (byte[] encoded : entries.subList(safe, upTo)) {
            Entry entry = Entry.of(encoded);
            if (entry.kind() == Entry.SAID) {
                ours.onSaid(entry.number(), entry.bytes());
            } else if (entry.kind() == Entry.TAKEN) {
                theirs.onTaken(entry.number(), entry.bytes());
            }
        }
        safe = upTo;
    }

    @Override
    public boolean isWorthShortening(boolean idle) {
        return entries.size() > (idle ? LONG / 4 : LONG);
    }

    @Override
    public void shorten(List<JournalEntry> journal) {
        points.accept(CrashLabel.BEFORE_SHORTEN);
        makeSafe(entries.size());
        entries = new ArrayList<>();
        journal.forEach(entry -> entries.add(entry.encode()));
        safe = entries.size();
        points.accept(CrashLabel.AFTER_SHORTEN);
    }

    /** What is not safe is gone; of what was written since, the first part may be there. */
    void crash() {
        int kept = safe + random.nextInt(entries.size() - safe + 1);
        entries = new ArrayList<>(entries.subList(0, kept));
        makeSafe(kept);
        safeRecord = random.nextBoolean() ? record : safeRecord;
        record = safeRecord;
    }
}

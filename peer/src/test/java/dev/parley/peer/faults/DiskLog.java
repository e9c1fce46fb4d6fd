package dev.parley.peer.faults;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What two processes said of their journals, and found there when they came back, in one direction. */
final class DiskLog {
    private final String name;
    private final Consumer<String> failures;
    private final Map<Long, String> said = new HashMap<>();
    private final Map<Long, String> taken = new HashMap<>();
    private long lastSaid;
    private long lastTaken;
    private long lastShown;
    private long delivered;

    DiskLog(String name, Consumer<String> failures) {
        this.name = name;
        this.failures = failures;
    }

    synchronized long said() {
        return lastSaid;
    }

    synchronized long taken() {
        return lastTaken;
    }

    synchronized long delivered() {
        return delivered;
    }

    /** Safe at the sender from now on. */
    synchronized void onSaid(long number, String hash) {
        if (number != lastSaid + 1) {
            failures.accept(name + ": said " + number + " behind " + lastSaid);
        }
        said.put(number, hash);
        lastSaid = number;
    }

    /** Safe at the receiver from now on. */
    synchronized void onTaken(long number, String hash) {
        if (number <= lastTaken) {
            failures.accept(name + ": DOUBLED: " + number + " behind " + lastTaken);
        } else if (number > lastTaken + 1) {
            failures.accept(name + ": LOST: " + number + " behind " + lastTaken);
        }
        taken.put(number, hash);
        lastTaken = number;
    }

    /** Found in the sender's journal. */
    synchronized void foundSaid(long number, String hash) {
        found("said", said, number, hash);
        lastSaid = Math.max(lastSaid, number);
    }

    /** Found in the receiver's journal. */
    synchronized void foundTaken(long number, String hash) {
        found("taken", taken, number, hash);
        lastTaken = Math.max(lastTaken, number);
    }

    private void found(String what, Map<Long, String> known, long number, String hash) {
        String before = known.putIfAbsent(number, hash);
        if (before != null && !before.equals(hash)) {
            failures.accept(name + ": " + number + " " + what + " is another on disk");
        }
        if (before == null && number > 1 && !known.containsKey(number - 1)) {
            failures.accept(name + ": LOST: on disk " + number + " is " + what + " without the one before");
        }
    }

    /** A journal that begins with numbers knows of everything up to them. */
    synchronized void foundCounters(String what, long number, long known) {
        if (number > known) {
            failures.accept(name + ": a shortened journal calls " + number + " " + what + ", known " + known);
        }
    }

    synchronized void onDelivered(long number) {
        delivered = Math.max(delivered, number);
    }

    synchronized void onShown(long number, boolean again) {
        if (number != lastShown + 1 && !(again && number <= lastShown)) {
            failures.accept(name + ": shown " + number + " behind " + lastShown);
        }
        lastShown = Math.max(lastShown, number);
    }

    /** One line of what a process found in its journal: of what it said, of what it took, or the numbers that the journal begins with. */
    static void found(DiskLog ours, DiskLog theirs, String[] words) {
        long number = Long.parseLong(words[2]);
        switch (words[1]) {
            case "S" -> ours.foundSaid(number, words[3]);
            case "T" -> theirs.foundTaken(number, words[3]);
            default -> {
                ours.foundCounters("said", number, ours.said());
                theirs.foundCounters("taken", Long.parseLong(words[3]), theirs.taken());
            }
        }
    }

    /** With both processes quiet: what one took is what the other said, and nothing is missing. */
    synchronized void checkAll() {
        for (long number = 1; number <= lastTaken; number++) {
            if (!taken.containsKey(number) || !taken.get(number).equals(said.get(number))) {
                failures.accept(name + ": " + number + " taken is " + taken.get(number) + ", said " + said.get(number));
            }
        }
        if (lastTaken != lastSaid || delivered != lastSaid || lastShown != lastSaid) {
            failures.accept(name + ": said " + lastSaid + " taken " + lastTaken + " delivered " + delivered + " shown "
                    + lastShown);
        }
    }
}

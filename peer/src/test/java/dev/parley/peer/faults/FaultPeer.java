package dev.parley.peer.faults;

import dev.parley.crypto.Secret;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A real peer on a real socket that says numbered messages, can crash at a label, and comes back from what was safe then. */
final class FaultPeer {
    private static final Clocks CLOCKS =
            new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::currentTimeMillis);

    private final FaultRoom room;
    private final int end;
    private final RoomSettings settings;
    private final Direction ours;
    private final Direction theirs;
    private final MemoryKeeper keeper;
    private final AtomicReference<CrashLabel> crashAt = new AtomicReference<>();
    private final List<String> trace = new ArrayList<>();

    private final AtomicInteger incarnation = new AtomicInteger();

    private volatile PeerLoop loop;
    private volatile Optional<String> crashed = Optional.empty();
    private volatile Optional<RoomEvent.Closed> closed = Optional.empty();
    private volatile boolean waited;
    private volatile boolean joined;
    private volatile boolean codeNeeded;
    private volatile long reopenedAt = Long.MIN_VALUE / 2;
    private long next = 1;
    private long sent;

    FaultPeer(FaultRoom room, int end, RoomSettings settings, Direction ours, Direction theirs, Random random) {
        this.room = room;
        this.end = end;
        this.settings = settings;
        this.ours = ours;
        this.theirs = theirs;
        this.keeper = new MemoryKeeper(random, ours, theirs, this::point);
    }

    /** Starts with nothing remembered. */
    void start() {
        closed = Optional.empty();
        start(settings);
    }

    /** Starts from what the crash left. */
    void reopen() {
        incarnation.incrementAndGet();
        crashed = Optional.empty();
        closed = Optional.empty();
        reopenedAt = room.millis();
        crashAt.set(null);
        next = keeper.lastSaid() + 1;
        start(RoomSettings.reopening(
                keeper.record().orElseThrow(), keeper.journal(), false, Optional.empty(), settings.name()));
    }

    /** Milliseconds since it came back from a crash. */
    long sinceReopened() {
        return room.millis() - reopenedAt;
    }

    private void start(RoomSettings from) {
        int current = incarnation.incrementAndGet();
        note("starts");
        loop = new PeerLoop(
                new RelayAddress("127.0.0.1", room.port(end)),
                new RoomClient(from, Randomness.system()),
                CLOCKS,
                keeper,
                event -> {
                    if (current == incarnation.get() && crashed.isEmpty()) {
                        took(event);
                    }
                });
        loop.start();
    }

    boolean hasWaited() {
        return waited;
    }

    boolean hasJoined() {
        return joined;
    }

    boolean hasRecord() {
        return keeper.hasRecord();
    }

    /** Where it crashed, unless it runs. */
    Optional<String> crashed() {
        return crashed;
    }

    Optional<RoomEvent.Closed> closed() {
        return closed;
    }

    /** The next time it comes to {@code label} it ends there. */
    void crashAt(CrashLabel label) {
        crashAt.set(label);
    }

    /** It has not come to that label: it ends at the next input. */
    void crashNow() {
        if (crashAt.getAndSet(null) != null) {
            loop.submit((client, now) -> {
                crash("between two inputs");
                return List.of();
            });
        }
    }

    private void point(CrashLabel label) {
        if (crashAt.compareAndSet(label, null)) {
            crash(label.name());
        }
    }

    private void crash(String label) {
        note("crashes " + label);
        keeper.crash();
        crashed = Optional.of(label);
        room.onCrash(end, label);
        throw new PeerCrash(label);
    }

    /** Says numbered messages as far as the room wants them, no more than {@code window} ahead of what is delivered. */
    void say(int window) {
        if (crashed.isPresent() || closed.isPresent()) {
            return;
        }
        PeerLoop running = loop;
        running.submit((client, now) -> {
            while (running == loop && next <= Math.min(room.target(), ours.delivered() + window)) {
                Optional<Long> number = client.say(new Message.Text(Untrusted.of(room.text(end, next))));
                if (number.isEmpty()) {
                    break;
                }
                if (number.get() != next) {
                    room.fail("said " + next + " but the journal calls it " + number.get());
                }
                next++;
            }
            return List.of();
        });
    }

    void retypeIfAsked(Secret code) {
        if (codeNeeded) {
            codeNeeded = false;
            loop.submit((client, now) -> client.retype(code, now));
        }
    }

    void leave() {
        if (crashed.isEmpty()) {
            loop.submit((client, now) -> client.leave(now));
        }
    }

    void join(long millis) throws InterruptedException {
        loop.join(millis);
    }

    /** Does not let the loop go on, whatever it is at. */
    void abandon() {
        if (crashed.isEmpty() && closed.isEmpty()) {
            loop.submit((client, now) -> {
                crash("abandoned");
                return List.of();
            });
        }
    }

    private void took(RoomEvent event) {
        if (event instanceof RoomEvent.StateChanged changed) {
            onState(changed);
        } else if (event instanceof RoomEvent.Received received) {
            theirs.onShown(((Message.Text) received.message()).text().raw(), received.beforeCrash());
        } else if (event instanceof RoomEvent.Closed last) {
            note(last.toString());
            closed = Optional.of(last);
            room.wake();
        } else {
            if (!(event instanceof RoomEvent.Undelivered)) {
                note(event.getClass().getSimpleName());
            }
            onOther(event);
            room.wake();
        }
        point(CrashLabel.TOLD);
    }

    private void onState(RoomEvent.StateChanged changed) {
        if (changed.state() == MessageState.DELIVERED) {
            ours.onDelivered(changed.number());
        } else if (changed.state() == MessageState.SENT) {
            if (changed.number() <= sent) {
                room.onSealedAgain(changed.number() <= ours.taken());
            }
            sent = Math.max(sent, changed.number());
        } else if (changed.state() == MessageState.NOT_DELIVERED) {
            room.fail("line " + changed.number() + " given up");
        }
    }

    private void onOther(RoomEvent event) {
        if (event instanceof RoomEvent.Waiting) {
            waited = true;
        } else if (event instanceof RoomEvent.Joined) {
            joined = true;
        } else if (event instanceof RoomEvent.CodeNeeded) {
            codeNeeded = true;
        } else if (event instanceof RoomEvent.Blocked
                || event instanceof RoomEvent.Unrecognised
                || event instanceof RoomEvent.GuessFailed
                || event instanceof RoomEvent.Unreadable
                || event instanceof RoomEvent.StorageFailing) {
            room.fail("peer " + end + " was told " + event);
        }
    }

    private synchronized void note(String what) {
        trace.add(room.millis() + " " + what);
        if (trace.size() > 60) {
            trace.remove(0);
        }
    }

    /** The last things it was told. */
    synchronized String trace() {
        return "peer " + end + " said " + ours.said() + " delivered " + ours.delivered() + " taken " + theirs.taken()
                + " crashed " + crashed + " closed " + closed + " " + trace;
    }
}

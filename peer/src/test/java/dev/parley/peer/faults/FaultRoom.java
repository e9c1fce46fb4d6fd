package dev.parley.peer.faults;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomSettings;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Two real peers, a real relay and a proxy between, from an invite to the goodbye, with the faults of one plan on the way. */
final class FaultRoom implements FaultProxy.Watcher {
    private static final int WINDOW = 200;
    private static final int STEP_MILLIS = 5;
    private static final int START_AGAIN_MILLIS = 300;
    private static final long GHOST_MILLIS = 3_000;
    private static final long PRIME_AFTER = 60;
    private static final long PRIME_AGAIN = 2_500;
    private static final long MISSED_AFTER = 6_000;
    private static final long DOWN_AT_MOST = 2_000_000_000;
    private static final long SLOW_AFTER = 8_000;
    private static final long LONGEST = 600_000;
    private static final long STUCK_AFTER = 120_000;
    private static final Set<Outcome> START_AGAIN =
            EnumSet.of(Outcome.RELAY_UNREACHABLE, Outcome.ROOM_GONE, Outcome.NOT_A_RELAY);
    private static final Set<Phase> AFTER_A_CUT =
            EnumSet.of(Phase.CONNECTING, Phase.SEATING, Phase.WAITING, Phase.FLIGHT_1, Phase.RESUMING);

    private final String name;
    private final int messages;
    private final Random random;
    private final FaultReport report;
    private final Deque<Fault> plan;
    private final int planned;
    private final Invite invite = Invite.generate(Randomness.system());
    private final Direction[] directions;
    private final SealLedger[] ledgers = {new SealLedger(), new SealLedger()};
    private final SeatFrames seats = new SeatFrames();
    private final Recovery recovery = new Recovery();
    private final FaultRelay relay = new FaultRelay();
    private final FaultProxy proxy;
    private final Injector injector;
    private final FaultPeer[] peers;
    private final long began = System.nanoTime();
    private final Semaphore wake = new Semaphore(0);

    private Optional<Fault> armed = Optional.empty();
    private int countdown;
    private long armedAt;
    private long primedAt;
    private boolean compound;
    private boolean moved;
    private boolean leaving;
    private volatile boolean failed;
    private volatile long target;
    private final long[] reopenAt = {-1, -1};
    private final long[] silentSince = new long[2];
    private boolean started;
    private long startAgainAt = -1;

    /** What a room is like, but for its plan. */
    record Terms(String name, long seed, int messages, Injector.Severity severity) {}

    FaultRoom(Terms terms, List<Fault> plan, FaultReport report, Identity[] identities) throws IOException {
        this.name = terms.name();
        this.messages = terms.messages();
        this.random = new Random(terms.seed());
        this.report = report;
        this.plan = new ArrayDeque<>(plan);
        this.planned = plan.size();
        int capacity = 50 * messages + 20_000;
        directions =
                new Direction[] {new Direction("a", capacity, this::fail), new Direction("b", capacity, this::fail)};
        proxy = new FaultProxy(relay.address(), () -> new LinkWatch(invite.roomId()), this);
        injector = new Injector(this, proxy, terms.severity());
        peers = new FaultPeer[] {
            peer(0, settings(Side.OPENER, identities[0], "olga")), peer(1, settings(Side.JOINER, identities[1], "jon"))
        };
    }

    private RoomSettings settings(Side side, Identity identity, String person) {
        return new RoomSettings(invite.roomId(), side, identity, Optional.of(invite.secret()), Untrusted.of(person));
    }

    private FaultPeer peer(int end, RoomSettings settings) {
        return new FaultPeer(this, end, settings, directions[end], directions[1 - end], new Random(random.nextLong()));
    }

    int port(int end) {
        return proxy.port(end);
    }

    String text(int end, long number) {
        return (end == 0 ? "a" : "b") + number;
    }

    long millis() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    void fail(String what) {
        failed = true;
        report.fail(name + " at " + millis() + " ms, after " + recovery + ": " + what);
    }

    // What passes by.

    @Override
    public void onConnected(FaultLink link) {
        synchronized (this) {
            if (silentSince[link.end()] > 0) {
                report.noticed(millis() - silentSince[link.end()]);
                silentSince[link.end()] = 0;
            }
        }
        try {
            due(link, Phase.CONNECTING, true, new byte[0]);
        } catch (IOException e) {
            link.sever(true);
        }
    }

    @Override
    public void onFrame(FaultLink link, boolean towardRelay, byte[] frame) throws IOException {
        if (towardRelay) {
            takeDown(link, frame);
        }
        due(link, phase(link), towardRelay, frame);
    }

    private void takeDown(FaultLink link, byte[] frame) {
        if (LinkWatch.type(frame) == Wire.ENVELOPE) {
            SealLedger ledger = ledgers[link.end()];
            long before = ledger.repeated();
            link.session(frame, ledger)
                    .filter(session -> LinkWatch.isEnvelope(frame, EnvelopeKind.SESSION_FRAME))
                    .flatMap(session -> ledger.sealed(session, frame))
                    .ifPresent(this::fail);
            if (ledger.repeated() > before) {
                report.resent(recovery.kind(), recovery.phase(), 1);
            }
        } else if (LinkWatch.type(frame) == Wire.CLAIM || LinkWatch.type(frame) == Wire.RESUME) {
            seats.note(link, frame);
        }
    }

    private synchronized Phase phase(FaultLink link) {
        if (leaving) {
            return Phase.LEAVING;
        }
        Phase phase = link.watch().phase();
        moved |= link.watch().isRoom() && phase == Phase.TALKING;
        return link.watch().isRoom() && !moved ? Phase.MOVING : phase;
    }

    private void due(FaultLink link, Phase phase, boolean towardRelay, byte[] frame) throws IOException {
        Fault fault;
        synchronized (this) {
            if (armed.isEmpty()
                    || armed.get().phase() != (leaving ? Phase.LEAVING : phase)
                    || countdown-- > 0
                    || armed.get().kind() == FaultKind.PEER_CRASH && !peers[link.end()].hasRecord()) {
                return;
            }
            fault = armed.get();
            armed = Optional.empty();
            begin(fault.kind(), fault.phase());
        }
        try {
            injector.inject(fault, link, towardRelay, frame);
        } catch (IOException e) {
            // This connection ends, by the fault or by another before: nothing more will come of it.
            synchronized (this) {
                recovery.usableAtMost(System.nanoTime() + DOWN_AT_MOST);
            }
            throw e;
        }
    }

    private synchronized void begin(FaultKind kind, Phase phase) {
        report.hit(kind, phase);
        recovery.begin(kind, phase);
    }

    // What the injector asks.

    synchronized void usableIn(long millis) {
        recovery.usableAt(System.nanoTime() + millis * 1_000_000);
    }

    /** From now on that end hears nothing, and nobody tells it. */
    synchronized void silent(int end) {
        silentSince[end] = millis();
    }

    /** How this seat was taken before, if that can be done again. */
    Optional<byte[]> seatFrame(FaultLink link) {
        return seats.before(link);
    }

    boolean isRelayDown() {
        return relay.isDown();
    }

    /** The relay's process ends; {@code politely} if it tells its peers. The thread of this room does it. */
    void restartRelay(boolean politely, long downMillis) {
        relay.restart(proxy, politely, downMillis);
    }

    private void restartIfAsked() {
        try {
            if (relay.restartIfAsked(proxy, () -> await(STEP_MILLIS))) {
                usableIn(0);
            }
        } catch (IOException e) {
            fail("the relay does not come back: " + e);
        }
    }

    void crash(int end, CrashLabel label) {
        peers[end].crashAt(label);
        synchronized (this) {
            reopenAt[end] = System.nanoTime() + 150_000_000;
        }
    }

    /** On the thread of the peer that ends. */
    void onCrash(int end, String label) {
        report.crashed(label);
        ledgers[end].forgetSessions();
        if (random.nextInt(4) > 0) {
            proxy.sever(end, random.nextBoolean());
        }
        synchronized (this) {
            reopenAt[end] = System.nanoTime() + random.nextInt(200) * 1_000_000L;
        }
    }

    synchronized void onSealedAgain(boolean receiverHasIt) {
        report.resent(recovery.kind(), recovery.phase(), 1);
        if (receiverHasIt) {
            report.dropped(recovery.kind(), recovery.phase(), 1);
        }
    }

    synchronized void onReplayed() {
        report.dropped(recovery.kind(), recovery.phase(), 1);
    }

    // The course of the room.

    /** Runs it from the invite to the goodbye. */
    void run() throws IOException, InterruptedException {
        try {
            peers[0].start();
            long progressAt = millis();
            long progress = -1;
            while (!failed && !isDone()) {
                if (millis() > LONGEST) {
                    fail("no end: " + peers[0].trace() + "; " + peers[1].trace());
                }
                await(STEP_MILLIS);
                step();
                long now = directions[0].taken()
                        + directions[1].taken()
                        + directions[0].delivered()
                        + directions[1].delivered();
                if (now != progress) {
                    progress = now;
                    progressAt = millis();
                } else if (millis() - progressAt > STUCK_AFTER) {
                    fail("stuck: " + peers[0].trace() + "; " + peers[1].trace());
                }
            }
            if (!failed) {
                leave();
            }
            report.count("messages", directions[0].taken() + directions[1].taken());
            report.count("sealed frames", ledgers[0].frames() + ledgers[1].frames());
            report.count("rooms", 1);
        } finally {
            peers[0].abandon();
            if (started) {
                peers[1].abandon();
            }
            proxy.close();
            relay.close();
        }
    }

    /** Until a peer has something to tell, or a step has passed. */
    private void await(long millis) {
        try {
            if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        wake.release();
    }

    private void step() {
        if (!started && peers[0].hasWaited()) {
            started = true;
            peers[1].start();
        }
        restartIfAsked();
        for (int end = 0; end < (started ? 2 : 1); end++) {
            revive(end);
        }
        peers[1].retypeIfAsked(invite.secret());
        advance();
        raiseTarget();
        for (int end = 0; end < (started ? 2 : 1); end++) {
            if (directions[end].said() < target && peers[end].hasRecord()) {
                peers[end].say(WINDOW);
            }
        }
    }

    private void revive(int end) {
        FaultPeer peer = peers[end];
        boolean now;
        synchronized (this) {
            now = reopenAt[end] >= 0 && System.nanoTime() >= reopenAt[end];
            if (now) {
                reopenAt[end] = -1;
            }
        }
        if (now && peer.crashed().isEmpty()) {
            peer.crashNow();
        } else if (now && !peer.hasRecord()) {
            fail("crashed without a record");
        } else if (now) {
            peer.reopen();
            usableIn(0);
        }
        peer.closed().ifPresent(closed -> {
            if (START_AGAIN.contains(closed.outcome()) && !peer.hasRecord()) {
                startAgain(peer, closed.outcome());
            } else if (closed.outcome() == Outcome.OPENED_ELSEWHERE && peer.sinceReopened() < GHOST_MILLIS) {
                // What the crashed process had sent came to the relay behind what the new one sent: the newer arrival
                // wins.
                report.count("displaced by the last words of its own crashed process", 1);
                peer.reopen();
                usableIn(0);
            } else {
                fail("closed: " + closed + "; " + peers[0].trace() + "; " + peers[1].trace());
            }
        });
    }

    /** Messages come in step with the plan, and a few more so that there is traffic while a fault is awaited. */
    private void startAgain(FaultPeer peer, Outcome why) {
        if (startAgainAt < 0) {
            startAgainAt = millis() + START_AGAIN_MILLIS;
        } else if (millis() >= startAgainAt) {
            startAgainAt = -1;
            report.count("started again by the person: " + why, 1);
            peer.start();
        }
    }

    private synchronized void raiseTarget() {
        int done = planned - plan.size();
        target = Math.max(target, (long) messages * done / Math.max(1, planned));
        if (plan.size() > 1 || armed.isPresent() || recovery.isUnderWay()) {
            target = Math.max(target, Math.min(directions[0].said(), directions[1].said()) + 1);
        }
    }

    /** The number of the last message that may be said at this time. */
    long target() {
        return target;
    }

    private synchronized void advance() {
        long now = System.nanoTime();
        recovery.end(now, directions).ifPresent(millis -> {
            report.recovered(recovery.kind(), recovery.phase(), millis);
            if (millis > SLOW_AFTER) {
                report.slow(name + " at " + millis() + " ms: " + millis + " ms after " + recovery + ": "
                        + peers[0].trace() + "; " + peers[1].trace());
            }
        });
        if (armed.isPresent()) {
            prime(now);
        } else if ((!recovery.isUnderWay() || compound) && plan.size() > 1) {
            armed = Optional.of(plan.remove());
            countdown = armed.get().countdown();
            armedAt = now;
            primedAt = 0;
            compound = random.nextInt(8) == 0;
        }
    }

    private void prime(long now) {
        Fault fault = armed.orElseThrow();
        long waited = (now - armedAt) / 1_000_000;
        if (!moved) {
            // The code is still being used: patience counts from the private room on.
            if (millis() > STUCK_AFTER) {
                armed = Optional.empty();
            }
            armedAt = now;
            return;
        }
        if (waited > MISSED_AFTER || fault.phase() == Phase.MOVING) {
            report.count("missed", 1);
            armed = Optional.empty();
            recovery.drop();
        } else if (waited > PRIME_AFTER && (primedAt == 0 || now - primedAt > PRIME_AGAIN * 1_000_000)) {
            int end = random.nextInt(2);
            if (AFTER_A_CUT.contains(fault.phase())) {
                primedAt = now;
                begin(FaultKind.CUT, Phase.TALKING);
                proxy.sever(end, false);
                usableIn(0);
            } else if ((fault.phase() == Phase.SHARE || fault.phase() == Phase.CONFIRM)
                    && peers[end].crashed().isEmpty()) {
                primedAt = now;
                begin(FaultKind.PEER_CRASH, Phase.TALKING);
                crash(end, CrashLabel.in(Phase.TALKING, random));
            }
        }
    }

    private synchronized boolean isDone() {
        return plan.size() <= 1
                && armed.isEmpty()
                && !recovery.isUnderWay()
                && !relay.isToRestart()
                && List.of(0, 1).stream()
                        .allMatch(end -> reopenAt[end] < 0
                                && directions[end].said() == target
                                && directions[end].delivered() == target);
    }

    private void leave() throws InterruptedException {
        synchronized (this) {
            leaving = true;
            armed = Optional.ofNullable(plan.poll());
            countdown = armed.map(Fault::countdown).orElse(0);
        }
        int first = random.nextInt(2);
        peers[first].leave();
        long asked = millis();
        boolean both = false;
        while (!failed && (peers[0].closed().isEmpty() || peers[1].closed().isEmpty())) {
            await(STEP_MILLIS);
            restartIfAsked();
            for (int end = 0; end < 2; end++) {
                reviveLeaving(end, both || end == first);
            }
            if (!both && millis() - asked > 4_000) {
                both = true;
                peers[1 - first].leave();
            }
            if (millis() - asked > 60_000) {
                fail("does not end: " + peers[0].trace() + "; " + peers[1].trace());
            }
        }
        for (int end = 0; end < 2; end++) {
            if (directions[end].shown() != directions[end].said()) {
                fail("only " + directions[end].shown() + " of " + directions[end].said() + " shown");
            }
        }
    }

    private void reviveLeaving(int end, boolean isLeaving) {
        synchronized (this) {
            if (reopenAt[end] < 0 || System.nanoTime() < reopenAt[end]) {
                return;
            }
            reopenAt[end] = -1;
        }
        if (peers[end].crashed().isEmpty()) {
            peers[end].crashNow();
        } else {
            peers[end].reopen();
            if (isLeaving) {
                peers[end].leave();
            }
        }
    }
}

package dev.parley.peer.faults;

import dev.parley.crypto.Invite;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.relay.cli.RelayMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Two peers and a relay in processes of their own, killed one at a time at chosen points; the room goes on from the journals on disk. */
final class KillRoom implements FaultProxy.Watcher {
    private static final int STEP_MILLIS = 10;
    private static final long PATIENCE = 90_000;
    private static final long MISSED_AFTER = 6_000;
    private static final int BATCH = 15;

    private final String name;
    private final Path folder;
    private final int longAt;
    private final KillPoint.Deck deck;
    private final KillReport report;
    private final DiskLog[] logs = {new DiskLog("a", this::fail), new DiskLog("b", this::fail)};
    private final Child[] peers = new Child[2];
    private final SealLedger[] ledgers = {new SealLedger(), new SealLedger()};
    private final long[] wanted = new long[2];
    private final boolean[] joined = new boolean[2];
    private final boolean[] ready = new boolean[2];
    private final boolean[] ended = new boolean[2];
    private final long began = System.nanoTime();
    private final Semaphore wake = new Semaphore(0);
    private final List<String> trace = new ArrayList<>();
    private final FaultProxy proxy;

    private Child relay;
    private int relayPort;
    private boolean waiting;
    private volatile boolean failed;
    private Optional<KillPoint> armed = Optional.empty();
    private int countdown;
    private Optional<KillPoint> fired = Optional.empty();
    private boolean dead;

    KillRoom(String name, Path folder, int longAt, KillPoint.Deck deck, KillReport report) throws IOException {
        this.name = name;
        this.folder = folder;
        this.longAt = longAt;
        this.deck = deck;
        this.report = report;
        startRelay(0);
        Invite invite = Invite.generate(Randomness.system());
        proxy = new FaultProxy(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), relayPort),
                () -> new LinkWatch(invite.roomId()),
                this);
        startPeer(0, "opener", invite.format());
        await("waiting", () -> waiting);
        startPeer(1, "joiner", invite.format());
        await("joined", () -> joined[0] && joined[1]);
    }

    private void fail(String what) {
        failed = true;
        report.fail(name + " at " + millis() + " ms: " + what + "; " + trace());
    }

    private synchronized void note(String what) {
        trace.add(millis() + " " + what);
        if (trace.size() > 60) {
            trace.remove(0);
        }
    }

    private synchronized String trace() {
        return trace.toString();
    }

    private long millis() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private void startRelay(int port) throws IOException {
        Semaphore listening = new Semaphore(0);
        relay = Child.start(
                RelayMain.class.getName(),
                line -> {
                    if (line.startsWith("parley-relay ready")) {
                        relayPort = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
                        listening.release();
                    }
                },
                "--no-file",
                "--admin-listen",
                "",
                "--listen",
                "127.0.0.1:" + port,
                "--loops",
                "1");
        try {
            if (!listening.tryAcquire(PATIENCE, TimeUnit.MILLISECONDS)) {
                fail("the relay does not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startPeer(int end, String role, String code) throws IOException {
        note("start " + end + " " + role);
        synchronized (this) {
            ready[end] = false;
            joined[end] = false;
        }
        peers[end] = Child.start(
                CrashingPeer.class.getName(),
                line -> heard(end, line),
                folder.resolve(Integer.toString(end)).toString(),
                Integer.toString(proxy.port(end)),
                role,
                code,
                Integer.toString(longAt));
        await("ready", () -> ready[end]);
        if (armed.isPresent() && armed.get().end() == end) {
            armCode(armed.get());
        }
        peers[end].send("start");
    }

    private void heard(int end, String line) {
        String[] words = line.split(" ");
        DiskLog ours = logs[end];
        DiskLog theirs = logs[1 - end];
        switch (words[0]) {
            case "S" -> ours.onSaid(Long.parseLong(words[1]), words[2]);
            case "T" -> theirs.onTaken(Long.parseLong(words[1]), words[2]);
            case "D" -> ours.onDelivered(Long.parseLong(words[1]));
            case "R" -> theirs.onShown(Long.parseLong(words[1]), words[2].equals("again"));
            case "OLD" -> DiskLog.found(ours, theirs, words);
            case "AT" -> onPoint(end);
            default -> onState(end, line);
        }
        wake.release();
    }

    private synchronized void onState(int end, String line) {
        if (!line.equals("EVENT Undelivered")) {
            note(end + " " + line);
        }
        switch (line) {
            case "READY" -> ready[end] = true;
            case "EVENT Waiting" -> waiting = true;
            case "EVENT Joined" -> joined[end] = true;
            case "EVENT Closed LEFT", "EVENT Closed PEER_LEFT" -> ended[end] = true;
            case "EVENT Agreeing", "EVENT Offline", "EVENT Resumed", "EVENT Undelivered", "EVENT PeerLeft" -> {}
            default -> fail("peer " + end + ": " + line);
        }
    }

    // The kill.

    private void onPoint(int end) {
        KillPoint point;
        synchronized (this) {
            if (armed.isEmpty() || armed.get().code().isEmpty()) {
                fail("peer " + end + " stops for nobody");
                return;
            }
            point = armed.get();
            armed = Optional.empty();
        }
        kill(point, end);
        if (point.victim() != KillPoint.Victim.ITSELF) {
            peers[end].send("go");
        }
    }

    private void kill(KillPoint point, int end) {
        note("kill " + point.victim() + " at " + point.label() + " of " + end);
        switch (point.victim()) {
            case ITSELF -> peers[end].kill();
            case OTHER -> peers[1 - end].kill();
            case RELAY -> relay.kill();
        }
        report.killed(point);
        synchronized (this) {
            fired = Optional.of(point);
            dead = true;
        }
        wake.release();
    }

    @Override
    public void onConnected(FaultLink link) {}

    @Override
    public void onFrame(FaultLink link, boolean towardRelay, byte[] frame) {
        if (towardRelay) {
            SealLedger ledger = ledgers[link.end()];
            if (LinkWatch.type(frame) == dev.parley.wire.Wire.ENVELOPE) {
                link.session(frame, ledger)
                        .flatMap(session -> ledger.sealed(session, frame))
                        .ifPresent(this::fail);
            }
        }
        KillPoint point;
        synchronized (this) {
            boolean due = armed.isPresent()
                    && armed.get().end() == link.end()
                    && armed.get().frame().filter(passing -> passing.is(frame)).isPresent()
                    && countdown-- <= 0;
            if (!due) {
                return;
            }
            point = armed.get();
            armed = Optional.empty();
        }
        kill(point, link.end());
    }

    private void armCode(KillPoint point) {
        point.code().ifPresent(label -> peers[point.end()].send("stop " + label + " " + point.countdown()));
    }

    private void arm(KillPoint point) {
        synchronized (this) {
            armed = Optional.of(point);
            countdown = point.countdown();
            fired = Optional.empty();
        }
        armCode(point);
    }

    // The course of the room.

    /** Kills until {@code enough}, then lets everything arrive and says goodbye. */
    void run(BooleanSupplier enough) throws IOException, InterruptedException {
        try {
            talk();
            while (!failed && !enough.getAsBoolean()) {
                KillPoint point = deck.draw();
                arm(point);
                prime(point);
                long armedAt = millis();
                while (!failed && !isFired() && millis() - armedAt < MISSED_AFTER) {
                    say(BATCH);
                    step();
                }
                if (!isFired()) {
                    report.missed(point);
                    disarm(point);
                    continue;
                }
                revive();
                talk();
            }
            if (!failed) {
                finish();
            }
        } finally {
            close();
        }
    }

    private synchronized boolean isFired() {
        return fired.isPresent() && dead;
    }

    /** What it takes to come to that point. */
    private void prime(KillPoint point) throws IOException, InterruptedException {
        if (point.needsHandshake()) {
            int end = 1 - point.end();
            if (point.frame().filter(KillPoint.Passing.CLAIM::equals).isPresent()) {
                end = point.end();
            }
            peers[end].kill();
            report.primed();
            reopen(end);
        } else if (point.needsCut()) {
            proxy.sever(point.end(), false);
        }
    }

    private void disarm(KillPoint point) throws IOException, InterruptedException {
        synchronized (this) {
            armed = Optional.empty();
        }
        if (point.code().isPresent()) {
            // It may stop there at any time from now on: anew, and without that.
            peers[point.end()].kill();
            reopen(point.end());
        }
        talk();
    }

    private void revive() throws IOException, InterruptedException {
        KillPoint point;
        synchronized (this) {
            point = fired.orElseThrow();
            dead = false;
            fired = Optional.empty();
        }
        switch (point.victim()) {
            case ITSELF -> reopen(point.end());
            case OTHER -> reopen(1 - point.end());
            case RELAY -> startRelay(relayPort);
        }
    }

    private void reopen(int end) throws IOException, InterruptedException {
        peers[end].awaitLines();
        ledgers[end].forgetSessions();
        startPeer(end, "reopen", "-");
    }

    private void say(int more) {
        for (int end = 0; end < 2; end++) {
            if (logs[end].said() - logs[end].delivered() < more) {
                until(end, logs[end].said() + more);
            }
        }
    }

    private void until(int end, long number) {
        wanted[end] = Math.max(wanted[end], number);
        peers[end].send("until " + wanted[end]);
    }

    /** Until something that was said now has come to the other side, both ways. */
    private void talk() {
        long[] marks = {logs[0].said(), logs[1].said()};
        long since = System.nanoTime();
        await("recovered", () -> {
            say(BATCH);
            return logs[0].taken() > marks[0] && logs[1].taken() > marks[1];
        });
        report.recovered((System.nanoTime() - since) / 1_000_000);
    }

    private void finish() throws InterruptedException {
        // A peer that was started anew may not have heard how far to go.
        until(0, 0);
        until(1, 0);
        await(
                "all delivered",
                () -> logs[0].said() == wanted[0]
                        && logs[1].said() == wanted[1]
                        && List.of(logs).stream().allMatch(log -> log.delivered() == log.said()));
        peers[0].send("leave");
        await("left", () -> ended[0] && ended[1]);
        for (Child peer : peers) {
            peer.kill();
            peer.awaitLines();
        }
        for (DiskLog log : logs) {
            log.checkAll();
            report.messages(log.taken());
        }
    }

    private void step() {
        try {
            if (wake.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(String what, BooleanSupplier done) {
        long end = millis() + PATIENCE;
        while (!failed && !done.getAsBoolean()) {
            step();
            if (millis() > end) {
                fail("not " + what + ": a " + describe(logs[0]) + ", b " + describe(logs[1]));
            }
        }
    }

    private static String describe(DiskLog log) {
        return "said " + log.said() + " taken " + log.taken() + " delivered " + log.delivered();
    }

    private void close() throws IOException {
        for (Child child : new Child[] {peers[0], peers[1], relay}) {
            if (child != null) {
                child.kill();
            }
        }
        proxy.close();
    }
}

package dev.parley.peer.faults;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.InviteException;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.cli.DiskRoom;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.JournalEntry;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomRecord;
import dev.parley.peer.room.RoomSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A peer in a process of its own, with its room on disk, that stops where it is told to and waits there: for its end, or for somebody
 * else's. It says what is safe on disk once it is, and speaks in lines.
 */
final class CrashingPeer implements Keeper {
    private static final int WINDOW = 100;

    private final PrintStream out;
    private final Keeper keeper;
    private final int longAt;
    private final Semaphore go = new Semaphore(0);
    private final List<String> unsafe = new ArrayList<>();
    private final RoomClient client;
    private final PeerLoop loop;

    private int entries;
    private long next = 1;
    private long target;
    private long delivered;
    private String stopAt = "";
    private int stopIn;

    private CrashingPeer(PrintStream out, DiskRoom disk, RoomSettings settings, int port, int longAt) {
        this.out = out;
        this.keeper = disk.keeper();
        this.longAt = longAt;
        disk.journal().stream().map(Entry::of).forEach(this::remember);
        client = new RoomClient(settings, Randomness.system());
        loop = new PeerLoop(
                new RelayAddress("127.0.0.1", port),
                client,
                new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::currentTimeMillis),
                this,
                this::took);
    }

    /** Arguments: folder, port, {@code opener}, {@code joiner} or {@code reopen}, the code, the length of a long journal. */
    public static void main(String[] arguments) throws IOException, InviteException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path folder = Path.of(arguments[0]);
        DiskRoom disk;
        RoomSettings settings;
        if (arguments[2].equals("reopen")) {
            Optional<DiskRoom> left = DiskRoom.reopen(folder);
            if (left.isEmpty()) {
                out.println("NOTHING");
                return;
            }
            disk = left.get();
            settings = RoomSettings.reopening(
                    disk.record(), disk.journal(), false, Optional.empty(), Untrusted.of("again"));
        } else {
            Invite invite = Invite.parse(arguments[3]);
            disk = DiskRoom.fresh(folder);
            settings = new RoomSettings(
                    invite.roomId(),
                    arguments[2].equals("opener") ? Side.OPENER : Side.JOINER,
                    Identity.generate(Randomness.system()),
                    Optional.of(invite.secret()),
                    Untrusted.of(arguments[2]));
        }
        new CrashingPeer(out, disk, settings, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[4])).serve();
    }

    private void serve() throws IOException {
        out.println("READY");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "start" -> loop.start();
                case "stop" -> stopAt(words[1], Integer.parseInt(words[2]));
                case "go" -> go.release();
                case "until" -> {
                    long until = Long.parseLong(words[1]);
                    loop.submit((room, now) -> {
                        target = Math.max(target, until);
                        say();
                        return List.of();
                    });
                }
                case "leave" -> loop.submit(RoomClient::leave);
                default -> throw new IllegalArgumentException(line);
            }
        }
        // Whoever started us is gone.
        Runtime.getRuntime().halt(0);
    }

    private void say() {
        while (next <= target && next <= delivered + WINDOW) {
            if (client.say(new Message.Text(Untrusted.of("m" + next))).isEmpty()) {
                return;
            }
            next++;
        }
    }

    /** One entry that was found on disk. */
    private void remember(Entry entry) {
        entries++;
        switch (entry.kind()) {
            case Entry.COUNTERS -> {
                next = entry.counter(0) + 1;
                delivered = entry.counter(1);
                out.println("OLD C " + entry.counter(0) + " " + entry.counter(2));
            }
            case Entry.SAID -> {
                next = entry.number() + 1;
                out.println("OLD " + line(entry));
            }
            case Entry.DELIVERED -> delivered = entry.number();
            case Entry.TAKEN -> out.println("OLD " + line(entry));
            default -> {}
        }
    }

    private static String line(Entry entry) {
        return (entry.kind() == Entry.SAID ? "S " : "T ") + entry.number() + " " + Arrays.hashCode(entry.bytes());
    }

    private synchronized void stopAt(String label, int countdown) {
        stopAt = label;
        stopIn = countdown;
    }

    private synchronized boolean isStop(CrashLabel label) {
        if (!stopAt.equals(label.name()) || stopIn-- > 0) {
            return false;
        }
        stopAt = "";
        return true;
    }

    private void point(CrashLabel label) {
        if (isStop(label)) {
            out.println("AT " + label);
            go.acquireUninterruptibly();
        }
    }

    private void took(RoomEvent event) {
        if (event instanceof RoomEvent.StateChanged changed) {
            if (changed.state() == MessageState.DELIVERED) {
                delivered = changed.number();
                out.println("D " + changed.number());
                say();
            }
        } else if (event instanceof RoomEvent.Received received) {
            out.println("R " + ((Message.Text) received.message()).text().raw().substring(1) + " "
                    + (received.beforeCrash() ? "again" : "new"));
        } else if (event instanceof RoomEvent.Closed closed) {
            out.println("EVENT Closed " + closed.outcome());
        } else {
            out.println("EVENT " + event.getClass().getSimpleName());
        }
        point(CrashLabel.TOLD);
    }

    @Override
    public void append(JournalEntry appended) {
        keeper.append(appended);
        entries++;
        Entry entry = Entry.of(appended);
        if (entry.kind() == Entry.SAID || entry.kind() == Entry.TAKEN) {
            unsafe.add(line(entry));
        }
        switch (entry.kind()) {
            case Entry.SAID -> point(CrashLabel.SAID_APPENDED);
            case Entry.TAKEN -> point(CrashLabel.TAKEN_APPENDED);
            case Entry.DELIVERED -> point(CrashLabel.DELIVERED_APPENDED);
            default -> {}
        }
    }

    @Override
    public void save(RoomRecord record) {
        point(CrashLabel.BEFORE_SAVE);
        keeper.save(record);
        point(CrashLabel.AFTER_SAVE);
    }

    @Override
    public Optional<String> commit() {
        boolean matters = !unsafe.isEmpty();
        if (matters) {
            point(CrashLabel.BEFORE_COMMIT);
        }
        Optional<String> problem = keeper.commit();
        if (problem.isPresent()) {
            out.println("PROBLEM " + problem.get());
        }
        unsafe.forEach(out::println);
        unsafe.clear();
        if (matters) {
            point(CrashLabel.AFTER_COMMIT);
        }
        return problem;
    }

    @Override
    public boolean isWorthShortening(boolean idle) {
        return keeper.isWorthShortening(idle || entries > longAt);
    }

    @Override
    public void shorten(List<JournalEntry> journal) {
        point(CrashLabel.BEFORE_SHORTEN);
        keeper.shorten(journal);
        entries = journal.size();
        point(CrashLabel.AFTER_SHORTEN);
    }
}

package dev.parley.peer.ui;

import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Invite;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One end of a room on a real relay, run on any screen. */
record TestRoom(
        int port, Invite invite, Side side, String name, Identity identity, BlockList blocked, Transcripts transcripts)
        implements NewRooms.NewRoom {
    static final Texts TEXTS = new Texts(Locale.ENGLISH);

    TestRoom(int port, Invite invite, Side side, String name) {
        this(port, invite, side, name, Identity.generate(Randomness.system()), BlockList.none(), Transcripts.none());
    }

    TestRoom with(BlockList list, Transcripts files) {
        return new TestRoom(port, invite, side, name, identity, list, files);
    }

    static IdentityKey anyKey() {
        return Identity.generate(Randomness.system()).publicKey();
    }

    /** A number to compare that nobody has. */
    static SafetyNumber anyNumber() {
        return SafetyNumber.of(anyKey(), anyKey());
    }

    static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    RoomEvent.Closed runToEnd(Screen screen) throws InterruptedException {
        RoomSettings settings =
                new RoomSettings(invite.roomId(), side, identity, Optional.of(invite.secret()), Untrusted.of(name));
        LoggedScreen logged = new LoggedScreen(screen, TEXTS, InstantSource.system());
        ChatView view = new ChatView(logged, TEXTS, invite.place(), name, Optional.empty());
        PeerLoop loop = new PeerLoop(
                new RelayAddress("127.0.0.1", port),
                new RoomClient(settings, Randomness.system()),
                new Clocks(TestRoom::clock, TestRoom::clock),
                Keeper.ephemeral(),
                view::on);
        return new ChatSession(
                        logged, TEXTS, view, loop, new MemoryShelf(), "test", AskAgain.code(TEXTS, invite.place()))
                .blocking(blocked)
                .logging(logged, transcripts)
                .run();
    }

    @Override
    public int run(Screen screen) throws InterruptedException {
        RoomEvent.Closed end = runToEnd(screen);
        screen.tell(Line.note(TEXTS.get("end." + end.outcome().name())));
        return end.outcome().exitCode();
    }

    /** Runs it on a terminal of its own. */
    void start(VirtualTerminal terminal) {
        Thread thread = new Thread(() -> {
            try {
                run(terminal.screen());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}

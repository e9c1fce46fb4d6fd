package dev.parley.peer.ui;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One end of a room on a real relay, run on any screen. */
record TestRoom(int port, Invite invite, Side side, String name, Identity identity) implements NewRooms.NewRoom {
    static final Texts TEXTS = new Texts(Locale.ENGLISH);

    TestRoom(int port, Invite invite, Side side, String name) {
        this(port, invite, side, name, Identity.generate(Randomness.system()));
    }

    static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    RoomEvent.Closed runToEnd(Screen screen) throws InterruptedException {
        RoomSettings settings =
                new RoomSettings(invite.roomId(), side, identity, Optional.of(invite.secret()), Untrusted.of(name));
        ChatView view = new ChatView(screen, TEXTS, invite.place(), name, Optional.empty());
        PeerLoop loop = new PeerLoop(
                new RelayAddress("127.0.0.1", port),
                new RoomClient(settings, Randomness.system()),
                new Clocks(TestRoom::clock, TestRoom::clock),
                Keeper.ephemeral(),
                view::on);
        return new ChatSession(
                        screen, TEXTS, view, loop, new MemoryShelf(), "test", AskAgain.code(TEXTS, invite.place()))
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

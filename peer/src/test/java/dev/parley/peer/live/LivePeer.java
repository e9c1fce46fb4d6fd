package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Credentials;
import dev.parley.peer.net.FileDesk;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real peer on a real socket, and everything its room told. */
public final class LivePeer implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;
    static final Identity OPENER = Identity.generate(Randomness.system());
    static final Identity JOINER = Identity.generate(Randomness.system());

    private final PeerLoop loop;
    private final List<RoomEvent> events = new ArrayList<>();

    private LivePeer(int port, RoomSettings settings) {
        this(new RelayAddress("127.0.0.1", port), settings);
    }

    LivePeer(RelayAddress relay, RoomSettings settings) {
        this(new KnownRelay(relay, reached -> {}), settings);
    }

    private LivePeer(int port, RoomSettings settings, Credentials credentials) {
        this(new KnownRelay(new RelayAddress("127.0.0.1", port), credentials, reached -> {}), settings);
    }

    LivePeer(KnownRelay relay, RoomSettings settings) {
        this(relay, settings, FileDesk.none());
    }

    /** One that has files. */
    LivePeer(KnownRelay relay, RoomSettings settings, FileDesk desk) {
        RoomClient client = new RoomClient(settings, Randomness.system());
        loop = new PeerLoop(
                relay,
                client,
                new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::currentTimeMillis),
                new PeerLoop.Disk(Keeper.ephemeral(), desk),
                this::took);
        loop.start();
    }

    static LivePeer opener(int port, Invite invite) {
        return opener(port, invite, "olga");
    }

    public static LivePeer opener(int port, Invite invite, String name) {
        LivePeer opener = new LivePeer(port, settings(Side.OPENER, OPENER, invite, name));
        try {
            opener.await(RoomEvent.Waiting.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return opener;
    }

    static LivePeer joiner(int port, Invite invite) {
        return joiner(port, invite, "jon");
    }

    public static LivePeer joiner(int port, Invite invite, String name) {
        return new LivePeer(port, settings(Side.JOINER, JOINER, invite, name));
    }

    /** Asks it to leave and waits for nothing. */
    public void abandon() {
        leave();
    }

    static LivePeer of(int port, RoomSettings settings) {
        return new LivePeer(port, settings);
    }

    /** With something to show a closed relay; waits for nothing. */
    static LivePeer opener(int port, Invite invite, Credentials credentials) {
        return new LivePeer(port, settings(Side.OPENER, OPENER, invite, "olga"), credentials);
    }

    static LivePeer opener(RelayAddress at, Invite invite, Credentials credentials) {
        return new LivePeer(
                new KnownRelay(at, credentials, reached -> {}), settings(Side.OPENER, OPENER, invite, "olga"));
    }

    static LivePeer joiner(RelayAddress at, Invite invite, Credentials credentials) {
        return new LivePeer(
                new KnownRelay(at, credentials, reached -> {}), settings(Side.JOINER, JOINER, invite, "jon"));
    }

    static LivePeer joiner(int port, Invite invite, Credentials credentials) {
        return new LivePeer(port, settings(Side.JOINER, JOINER, invite, "jon"), credentials);
    }

    static RoomSettings settings(Side side, Identity identity, Invite invite, String name) {
        return new RoomSettings(invite.roomId(), side, identity, Optional.of(invite.secret()), Untrusted.of(name));
    }

    private synchronized void took(RoomEvent event) {
        events.add(event);
        notifyAll();
    }

    public void say(String text) {
        loop.submit((client, now) -> {
            assertThat(client.say(new Message.Text(Untrusted.of(text)))).isPresent();
            return List.of();
        });
    }

    void submit(PeerLoop.Input input) {
        loop.submit(input);
    }

    void leave() {
        loop.submit((client, now) -> client.leave(now));
    }

    synchronized List<RoomEvent> events() {
        return List.copyOf(events);
    }

    <T extends RoomEvent> List<T> events(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<String> texts() {
        return events(RoomEvent.Received.class).stream()
                .filter(received -> received.message() instanceof Message.Text)
                .map(received -> ((Message.Text) received.message()).text().raw())
                .toList();
    }

    /** Waits until what was told satisfies {@code done}. */
    public synchronized LivePeer await(Predicate<LivePeer> done) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done.test(this)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertThat(left).as("waited too long; told so far: %s", events).isPositive();
            wait(left);
        }
        return this;
    }

    public <T extends RoomEvent> T await(Class<T> type) throws InterruptedException {
        return await(peer -> !peer.events(type).isEmpty()).events(type).get(0);
    }

    @Override
    public void close() {
        leave();
        try {
            loop.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.parley.peer.live;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.InviteException;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.conformance.peer.PeerTask;
import dev.parley.peer.conformance.peer.PeerTask.Part;
import dev.parley.peer.conformance.peer.PeerUnderTest;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.FileDesk;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our own peer for {@code parley conformance peer}, in this process: what a person would see comes out as the lines of the contract. */
final class LoopPeer implements PeerUnderTest {
    private final PeerTask task;
    private final Identity identity;
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private volatile boolean alive = true;
    private volatile PeerLoop loop;

    /** @param identity may serve many scenarios: each has another room */
    LoopPeer(PeerTask task, Identity identity) {
        this.task = task;
        this.identity = identity;
        start();
    }

    static Starter starter() {
        Identity identity = Identity.generate(Randomness.system());
        return task -> new LoopPeer(task, identity);
    }

    private void start() {
        Optional<String> code = Optional.empty();
        RoomSettings settings;
        if (task.part() == Part.ROOM) {
            Optional<Secret> passphrase = Optional.of(task.passphrase())
                    .filter(typed -> !typed.isEmpty())
                    .map(RoomName::passphrase);
            settings = new RoomSettings(
                    RoomName.roomId(task.room()), Side.SYMMETRIC, identity, passphrase, Untrusted.of("loop"));
        } else {
            Invite invite;
            try {
                invite = task.part() == Part.OPEN ? Invite.generate(Randomness.system()) : Invite.parse(task.code());
            } catch (InviteException e) {
                throw new AssertionError(e);
            }
            Side side = task.part() == Part.OPEN ? Side.OPENER : Side.JOINER;
            code = task.part() == Part.OPEN ? Optional.of("code " + invite.format()) : code;
            settings = new RoomSettings(
                    invite.roomId(), side, identity, Optional.of(invite.secret()), Untrusted.of("loop"));
        }
        Optional<String> told = code;
        loop = new PeerLoop(
                new KnownRelay(RelayAddress.parse(task.relay()).orElseThrow(), reached -> {}),
                new RoomClient(settings, Randomness.system()),
                new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::currentTimeMillis),
                new PeerLoop.Disk(Keeper.ephemeral(), FileDesk.none()),
                event -> took(event, told));
        loop.start();
    }

    private void took(RoomEvent event, Optional<String> code) {
        if (event instanceof RoomEvent.Waiting) {
            code.ifPresent(shown::add);
        } else if (event instanceof RoomEvent.Received received && received.message() instanceof Message.Text text) {
            shown.add("text "
                    + text.text()
                            .raw()
                            .replace("\\", "\\\\")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        } else if (event instanceof RoomEvent.Unreadable) {
            shown.add("unreadable");
        } else if (event instanceof RoomEvent.Joined joined) {
            shown.add("safety " + joined.safetyNumber().digits());
            shown.add("open " + joined.trust());
        } else if (event instanceof RoomEvent.StateChanged changed && changed.state() == MessageState.DELIVERED) {
            shown.add("delivered");
        } else if (event instanceof RoomEvent.CodeNeeded) {
            // As with --json: nobody is asked again.
            leave();
        } else if (event instanceof RoomEvent.Closed closed) {
            if (task.part() == Part.OPEN && closed.outcome() == Outcome.ROOM_GONE) {
                start();
            } else {
                alive = false;
            }
        }
    }

    @Override
    public void say(String text) {
        loop.submit((client, now) -> {
            client.say(new Message.Text(Untrusted.of(text)));
            return List.of();
        });
    }

    @Override
    public void leave() {
        loop.submit((client, now) -> client.leave(now));
    }

    @Override
    public Optional<String> next(long millis) throws InterruptedException {
        return Optional.ofNullable(shown.poll(millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void close() {
        leave();
    }
}

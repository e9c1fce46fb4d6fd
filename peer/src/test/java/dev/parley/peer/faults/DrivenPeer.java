package dev.parley.peer.faults;

import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEffect;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Where;
import dev.parley.wire.RelayFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The shell of one real {@link RoomClient} that keeps nothing on disk, on its {@link PeerDriver}'s thread. */
final class DrivenPeer implements RoomEffect.Handler {
    /** One input to the client. */
    @FunctionalInterface
    interface Input {
        List<RoomEffect> apply(RoomClient client, long now);
    }

    private final PeerDriver driver;
    private final InetAddress source;
    private final RoomClient client;
    private final Consumer<RoomEvent> events;
    private final Map<Where, DrivenLink> links = new EnumMap<>(Where.class);
    private long wakeAt = Long.MAX_VALUE;

    DrivenPeer(PeerDriver driver, InetAddress source, RoomClient client, Consumer<RoomEvent> events) {
        this.driver = driver;
        this.source = source;
        this.client = client;
        this.events = events;
    }

    void start() {
        submit(RoomClient::start);
    }

    /** From any thread. */
    void submit(Input input) {
        driver.execute(() -> {
            perform(input.apply(client, driver.now()));
            settle();
        });
    }

    private void perform(List<RoomEffect> effects) {
        effects.forEach(effect -> effect.accept(this));
    }

    /** After one input or many. */
    private void settle() {
        perform(client.settle(driver.now()));
        long due = client.isClosed() ? Long.MAX_VALUE : Math.max(driver.now() + 1, client.deadline());
        if (due < wakeAt) {
            wakeAt = due;
            driver.wake(this, due);
        }
    }

    /** The time of a {@link PeerDriver#wake} has come. */
    void onWake(long at) {
        if (at != wakeAt) {
            return;
        }
        wakeAt = Long.MAX_VALUE;
        if (driver.now() >= client.deadline()) {
            perform(client.tick(driver.now()));
        }
        settle();
    }

    @Override
    public void onDial(RoomEffect.Dial dial) {
        hangUp(dial.where());
        Wiretap tap = new Wiretap(dial.where());
        try {
            tap.current = driver.connect(source, tap);
            links.put(dial.where(), tap.current);
        } catch (IOException e) {
            driver.execute(() -> {
                perform(client.onLost(dial.where(), false, driver.now()));
                settle();
            });
        }
    }

    @Override
    public void onTransmit(RoomEffect.Transmit transmit) {
        DrivenLink link = links.get(transmit.where());
        if (link == null) {
            return;
        }
        try {
            link.send(transmit.frame());
        } catch (IOException e) {
            // The reading side reports the loss.
        }
    }

    @Override
    public void onHangup(RoomEffect.Hangup hangup) {
        hangUp(hangup.where());
    }

    private void hangUp(Where where) {
        DrivenLink link = links.remove(where);
        if (link != null) {
            link.finish();
            driver.closeInTime(link);
        }
    }

    @Override
    public void onAppend(RoomEffect.Append append) {}

    @Override
    public void onSave(RoomEffect.Save save) {}

    @Override
    public void onCommit(RoomEffect.Commit commit) {
        perform(client.onCommitted(driver.now()));
    }

    @Override
    public void onFile(RoomEffect.File file) {}

    @Override
    public void onTell(RoomEffect.Tell tell) {
        events.accept(tell.event());
    }

    /** Hands on what a link reports, unless we have hung up since. */
    private final class Wiretap implements DrivenLink.Listener {
        private final Where where;
        private DrivenLink current;

        Wiretap(Where where) {
            this.where = where;
        }

        private boolean isCurrent() {
            return current != null && links.get(where) == current;
        }

        @Override
        public void onOpened() {
            if (isCurrent()) {
                driver.countOpened();
                perform(client.onOpened(where, driver.now()));
            }
        }

        @Override
        public void onFrame(RelayFrame frame) {
            if (isCurrent()) {
                perform(client.onFrame(where, frame, driver.now()));
            }
        }

        @Override
        public void onWritten(int envelopeBytes) {
            if (isCurrent()) {
                client.onWritten(where, envelopeBytes);
            }
        }

        @Override
        public void onLost(boolean broken) {
            if (isCurrent()) {
                links.remove(where);
                perform(client.onLost(where, broken, driver.now()));
            }
        }

        @Override
        public void onPause() {
            settle();
        }
    }
}

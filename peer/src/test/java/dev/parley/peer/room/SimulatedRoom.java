package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Real {@link RoomClient}s and the relay's real {@link Rooms} in one thread, with manual time, a seeded order of events, and connections
 * that can be cut at any point. Frames pass through the real codec.
 */
final class SimulatedRoom {
    /** One end: a client, its connections, its disk, and everything it told. A crash takes the client and leaves the disk. */
    final class End {
        final RoomSettings settings;
        final List<RoomEvent> events = new ArrayList<>();
        final SimulatedDisk disk = new SimulatedDisk();
        final SimulatedDesk desk = new SimulatedDesk();
        final Map<Where, SimulatedLink> links = new EnumMap<>(Where.class);
        RoomClient client;
        int retyped;
        int crashes;
        boolean frozen;

        /** Whether its connections never report what they have written. */
        boolean unwritten;

        Consumer<RoomEffect> seeing = effect -> {};
        private int crashIn = -1;

        private End(RoomSettings settings) {
            this.settings = settings;
            this.client = new RoomClient(settings, randomness);
        }

        /** The connection in use, or the one that is to be. */
        SimulatedLink link() {
            SimulatedLink place = links.get(Where.PLACE);
            SimulatedLink room = links.get(Where.ROOM);
            return room != null && (place == null || room.partner != null) ? room : place;
        }

        void start() {
            run(client.start(now));
            settle(this);
        }

        /** Ends this process after {@code effects} more of its effects, wherever that is. */
        void crashAfter(int effects) {
            crashIn = effects;
        }

        /** Ends this process at once. */
        void kill() {
            disk.commit();
            crash();
        }

        private void crash() {
            crashIn = -1;
            crashes++;
            disk.crash(random);
            desk.restart();
            List.copyOf(links.keySet()).forEach(this::sever);
            frozen = true;
        }

        /** Starts anew from what is on disk; false if there is nothing to start from. */
        boolean reopen() {
            if (disk.record.isEmpty()) {
                return false;
            }
            frozen = false;
            client = new RoomClient(
                    RoomSettings.reopening(
                            disk.record.get(),
                            List.copyOf(disk.journal),
                            false,
                            disk.record.get().isPrivate() ? Optional.empty() : settings.code(),
                            settings.name()),
                    randomness);
            start();
            return true;
        }

        private void sever(Where where) {
            SimulatedLink link = links.remove(where);
            if (link != null) {
                link.sever(random, now);
            }
        }

        /** Notices that this connection of its own is gone. */
        private void lose(SimulatedLink link) {
            links.remove(link.where, link);
            run(client.onLost(link.where, false, now));
            SimulatedRoom.this.settle(this);
        }

        void trySay(String text) {
            client.say(new Message.Text(Untrusted.of(text)));
        }

        long say(String text) {
            return client.say(new Message.Text(Untrusted.of(text))).orElseThrow();
        }

        void run(List<RoomEffect> effects) {
            for (RoomEffect effect : effects) {
                if (frozen) {
                    return;
                }
                if (crashIn == 0) {
                    crash();
                    return;
                }
                crashIn -= crashIn > 0 ? 1 : 0;
                perform(effect);
            }
        }

        private void perform(RoomEffect effect) {
            seeing.accept(effect);
            effect.accept(new SimulatedShell(SimulatedRoom.this, this));
        }

        void hangUp(Where where) {
            SimulatedLink link = links.remove(where);
            if (link != null) {
                link.hungUp = true;
            }
        }

        private void workOnFiles() {
            desk.next().ifPresent(answer -> run(client.onFile(answer)));
            settle(this);
        }

        List<FileEvent> files() {
            return events(RoomEvent.Files.class).stream()
                    .map(RoomEvent.Files::event)
                    .toList();
        }

        <T extends RoomEvent> List<T> events(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        List<String> texts() {
            return events(RoomEvent.Received.class).stream()
                    .filter(received -> received.message() instanceof Message.Text)
                    .map(received -> ((Message.Text) received.message()).text().raw())
                    .toList();
        }

        boolean isJoined() {
            return !events(RoomEvent.Joined.class).isEmpty();
        }

        Optional<RoomEvent.Closed> closed() {
            return events(RoomEvent.Closed.class).stream().findFirst();
        }
    }

    final Random random;
    final Randomness randomness;
    long now = 1_000_000;

    /** Whether the relay is down: connections are refused. */
    boolean refusing;

    /** Sees and may change every envelope on its way through the relay; empty drops it. */
    BiFunction<End, Envelope, List<Envelope>> tamper = (from, envelope) -> List.of(envelope);

    final List<Envelope> recorded = new ArrayList<>();

    private SimulatedRelay relay = new SimulatedRelay(this);
    final List<SimulatedLink> allLinks = new ArrayList<>();
    final List<End> ends = new ArrayList<>();

    SimulatedRoom(long seed) {
        random = new Random(seed);
        randomness = count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    End add(RoomSettings settings) {
        End end = new End(settings);
        ends.add(end);
        return end;
    }

    /** Cuts one end's connections: what is under way is lost; the relay notices at once or only after a while. */
    void cut(End end) {
        for (Where where : List.copyOf(end.links.keySet())) {
            cut(end, where);
        }
    }

    void cut(End end, Where where) {
        if (end.links.containsKey(where)) {
            end.sever(where);
            end.run(end.client.onLost(where, false, now));
            settle(end);
        }
    }

    /** A connection of {@code end} that nobody holds any more brings the relay what was on its way. */
    void arriveLate(End end, List<byte[]> frames) {
        SimulatedLink late = new SimulatedLink(end, Where.ROOM, random);
        late.opened = true;
        late.toRelay.addAll(frames);
        allLinks.add(late);
        quiesce();
        late.hungUp = true;
        quiesce();
    }

    /** The relay forgets everything and ends every connection. */
    void restartRelay() {
        relay = new SimulatedRelay(this);
        for (SimulatedLink link : List.copyOf(allLinks)) {
            link.gone = true;
            link.partner = null;
            link.relayNoticesAt = Long.MAX_VALUE;
            if (link.isCurrent()) {
                link.cut = true;
                link.end.lose(link);
            }
        }
    }

    /** Puts an envelope into the queue toward {@code end} as if the other seat had sent it. */
    void inject(End end, Envelope envelope) {
        end.link().toPeer.add(new RelayFrame.Deliver(envelope));
    }

    /** Takes one random step; false if nothing can happen at this moment. */
    boolean step() {
        List<Runnable> possible = new ArrayList<>();
        for (SimulatedLink link : allLinks) {
            addSteps(link, possible);
        }
        for (End end : ends) {
            if (!end.desk.work.isEmpty()) {
                possible.add(() -> end.workOnFiles());
            }
        }
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    private void addSteps(SimulatedLink link, List<Runnable> possible) {
        if (!link.opened && !link.hungUp && !link.cut && refusing) {
            possible.add(() -> {
                link.cut = true;
                link.gone = true;
                link.end.lose(link);
            });
        } else if (!link.opened && !link.hungUp && !link.cut) {
            possible.add(() -> open(link));
        }
        if (link.opened && !link.toRelay.isEmpty() && !link.ending && !link.gone) {
            possible.add(() -> relay.take(link, ends.indexOf(link.end), now));
        }
        if (!link.toPeer.isEmpty() && link.isCurrent()) {
            possible.add(() -> {
                RelayFrame frame = link.toPeer.remove();
                link.end.run(link.end.client.onFrame(link.where, frame, now));
                settle(link.end);
            });
        }
        boolean drained = link.toRelay.isEmpty() || !link.opened;
        if (!link.gone && (link.hungUp && drained || link.cut && now >= link.relayNoticesAt && drained)) {
            possible.add(() -> lost(link));
        }
        if (link.ending && link.toPeer.isEmpty() && link.isCurrent()) {
            possible.add(() -> {
                link.hungUp = true;
                link.end.lose(link);
            });
        }
    }

    private void open(SimulatedLink link) {
        link.opened = true;
        link.end.run(link.end.client.onOpened(link.where, now));
        link.toPeer.add(new RelayFrame.Welcome(1, 1, link.challenge, Wire.MAX_ENVELOPE_BYTES, 12, 60, 0, ""));
    }

    void settle(End end) {
        if (end.frozen) {
            return;
        }
        if (!end.unwritten) {
            List.of(Where.values()).forEach(where -> end.client.onWritten(where, Integer.MAX_VALUE));
        }
        end.run(end.client.settle(now));
    }

    private void lost(SimulatedLink link) {
        link.gone = true;
        link.relayNoticesAt = Long.MAX_VALUE;
        relay.lost(link, now);
    }

    /** Runs until nothing more happens at this moment. */
    void quiesce() {
        while (step()) {
            // Every step is progress.
        }
        allLinks.removeIf(link -> link.gone && !link.isCurrent());
    }

    /** Lets time pass to the next timer of a client or of the relay, at most {@code maxMillis}, and carries out what is due. */
    void passTime(long maxMillis) {
        long next = now + maxMillis;
        for (End end : ends) {
            next = Math.min(
                    next, end.frozen || end.client.isClosed() ? next : Math.max(now + 1, end.client.deadline()));
        }
        for (SimulatedLink link : allLinks) {
            if (link.relayNoticesAt > now) {
                next = Math.min(next, link.relayNoticesAt);
            }
        }
        relay.keepAlive(allLinks, now);
        now = Math.min(next, now + 1_000);
        relay.tick(now);
        for (End end : ends) {
            if (!end.frozen && !end.client.isClosed() && now >= end.client.deadline()) {
                end.run(end.client.tick(now));
                settle(end);
            }
        }
    }

    /** Runs steps and time until {@code done} or {@code maxMillis} of simulated time have passed. */
    boolean runUntil(java.util.function.BooleanSupplier done, long maxMillis) {
        long end = now + maxMillis;
        while (now < end) {
            quiesce();
            if (done.getAsBoolean()) {
                return true;
            }
            passTime(end - now);
        }
        return done.getAsBoolean();
    }
}

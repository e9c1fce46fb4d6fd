package dev.parley.relay.net;

import dev.parley.relay.admission.Admittance;
import dev.parley.relay.admission.SeatProofCheck;
import dev.parley.relay.room.Effect;
import dev.parley.relay.room.Rooms;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.util.List;

/**
 * The rooms of one loop as its connections meet them: hands control frames to {@link Rooms}, carries out the effects, and refuses who
 * breaks the rules. On the loop's thread only.
 */
final class LoopRooms {
    private final Rooms<Connection> rooms;
    private final Sources sources;
    private final Gate gate;
    private final LoopCounts counts;
    private final EffectRunner effects;

    LoopRooms(int maxRooms, Sources sources, Gate gate, LoopCounts counts) {
        this.sources = sources;
        this.gate = gate;
        rooms = new Rooms<>(maxRooms, SeatProofCheck::holds);
        this.counts = counts;
        effects = new EffectRunner(counts);
    }

    /** From now on no more than these; those that are there stay. */
    void allow(int maxRooms) {
        rooms.allow(maxRooms);
    }

    /** Carries out one control frame; its room, if it names one, is here. */
    void take(Connection connection, PeerFrame frame, long now) {
        frame.accept(new ControlHandler(connection, now));
    }

    /** Frees seats whose hold has run out. */
    void tick(long now) {
        perform(rooms.tick(now));
    }

    /** The connection sits no more; its seat is held. */
    void lost(Connection connection, long now) {
        if (connection.phase() == Connection.Phase.SEATED) {
            connection.faceNobody();
            perform(rooms.lost(connection, now));
        }
    }

    /** Ends a connection, whose seat is held, with a reason. */
    void refuse(Connection connection, Refusal refusal, long now) {
        lost(connection, now);
        counts.refused(refusal);
        connection.send(refusal.frame());
        connection.end();
    }

    private void perform(List<Effect<Connection>> list) {
        for (Effect<Connection> effect : list) {
            effect.accept(effects);
        }
        counts.set(Count.ROOMS, rooms.size());
        counts.set(Count.SEATS, rooms.seats());
    }

    /** Counts a CLAIM or RESUME by what became of it. */
    private void join(Connection connection, Count seated, List<Effect<Connection>> list) {
        perform(list);
        counts.add(connection.phase() == Connection.Phase.SEATED ? seated : Count.JOINS_REFUSED, 1);
    }

    private final class ControlHandler implements PeerFrame.Handler<Void> {
        private final Connection connection;
        private final long now;

        ControlHandler(Connection connection, long now) {
            this.connection = connection;
            this.now = now;
        }

        @Override
        public Void onAdmitToken(PeerFrame.AdmitToken admit) {
            return answer(gate.onToken(connection.admittance(), admit));
        }

        @Override
        public Void onAdmitKey(PeerFrame.AdmitKey admit) {
            return answer(gate.onKey(connection.admittance(), admit, connection));
        }

        @Override
        public Void onAdmitProof(PeerFrame.AdmitProof admit) {
            return answer(gate.onProof(connection.admittance(), admit));
        }

        private Void answer(Admittance.Answer answer) {
            switch (answer) {
                case ADMITTED -> {}
                case CHALLENGE ->
                    connection.send(
                            new RelayFrame.KeyChallenge(connection.admittance().sealed()));
                case REFUSED -> refuse(connection, Refusal.NOT_ADMITTED, now);
                case OUT_OF_PLACE -> refuse(connection, Refusal.BAD_FRAME, now);
            }
            return null;
        }

        @Override
        public Void onClaim(PeerFrame.Claim claim) {
            if (!connection.admittance().isAdmitted()) {
                // Before any room is looked at: who is not let in learns nothing of rooms.
                refuse(connection, Refusal.NOT_ADMITTED, now);
            } else if (isTooMany()) {
                refuse(connection, Refusal.BUSY, now);
            } else if (connection.mayClaim()) {
                int before = rooms.size();
                List<Effect<Connection>> list = rooms.claim(connection, connection.source(), claim, now);
                join(connection, rooms.size() > before ? Count.JOINS_OPENED : Count.JOINS_JOINED, list);
            } else {
                refuse(connection, Refusal.BAD_FRAME, now);
            }
            return null;
        }

        @Override
        public Void onResume(PeerFrame.Resume resume) {
            if (!connection.admittance().isAdmitted()) {
                refuse(connection, Refusal.NOT_ADMITTED, now);
            } else if (isTooMany()) {
                refuse(connection, Refusal.BUSY, now);
            } else if (connection.mayResume()) {
                join(
                        connection,
                        Count.JOINS_RESUMED,
                        rooms.resume(connection, connection.source(), connection.challenge(), resume, now));
            } else {
                refuse(connection, Refusal.BAD_FRAME, now);
            }
            return null;
        }

        /** The first join of a connection was counted when it came. */
        private boolean isTooMany() {
            return connection.joinsAgain() && !sources.joinAgain(connection.source(), now);
        }

        @Override
        public Void onForward(PeerFrame.Forward forward) {
            throw new AssertionError("Envelopes are forwarded as bytes.");
        }

        @Override
        public Void onLeave(PeerFrame.Leave leave) {
            perform(rooms.leave(connection));
            return null;
        }

        @Override
        public Void onUnseat(PeerFrame.Unseat unseat) {
            perform(rooms.unseat(connection, now));
            return null;
        }

        @Override
        public Void onPing(PeerFrame.Ping ping) {
            connection.send(new RelayFrame.Pong(ping.echo()));
            return null;
        }

        @Override
        public Void onPong(PeerFrame.Pong pong) {
            return null;
        }
    }
}

package dev.parley.peer.room;

import dev.parley.relay.admission.SeatProofCheck;
import dev.parley.relay.room.Effect;
import dev.parley.relay.room.Rooms;
import dev.parley.relay.room.Source;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.WireException;
import java.util.List;

/** The relay of a {@link SimulatedRoom} for one life: its real rooms, and what becomes of what they decide. */
final class SimulatedRelay {
    private static final long PING_MILLIS = 12_000;

    private final SimulatedRoom sim;
    private final Rooms<SimulatedLink> rooms = new Rooms<>(1_000, SeatProofCheck::holds);
    private long lastPing;

    SimulatedRelay(SimulatedRoom sim) {
        this.sim = sim;
        this.lastPing = sim.now;
    }

    /** A seated peer hears from the relay every twelve seconds at least. */
    void keepAlive(List<SimulatedLink> links, long now) {
        if (now - lastPing < PING_MILLIS) {
            return;
        }
        lastPing = now;
        for (SimulatedLink link : links) {
            if (link.opened && !link.ending && !link.cut && !link.hungUp) {
                link.toPeer.add(new RelayFrame.Ping(now));
            }
        }
    }

    void tick(long now) {
        perform(rooms.tick(now));
    }

    void lost(SimulatedLink link, long now) {
        if (link.partner != null) {
            link.partner.partner = null;
            link.partner = null;
        }
        perform(rooms.lost(link, now));
    }

    /** The next of the frames that this connection brought. */
    void take(SimulatedLink link, int source, long now) {
        PeerFrame frame;
        try {
            frame = FrameCodec.decodePeer(link.toRelay.remove());
        } catch (WireException e) {
            throw new AssertionError("A client sent a malformed frame.", e);
        }
        Source from = new Source(Integer.toString(source));
        frame.accept(new PeerFrame.Handler<Void>() {
            @Override
            public Void onAdmitToken(PeerFrame.AdmitToken admit) {
                throw new AssertionError("A room asks for no admission.");
            }

            @Override
            public Void onAdmitKey(PeerFrame.AdmitKey admit) {
                throw new AssertionError("A room asks for no admission.");
            }

            @Override
            public Void onAdmitProof(PeerFrame.AdmitProof admit) {
                throw new AssertionError("A room asks for no admission.");
            }

            @Override
            public Void onClaim(PeerFrame.Claim claim) {
                perform(rooms.claim(link, from, claim, now));
                return null;
            }

            @Override
            public Void onResume(PeerFrame.Resume resume) {
                perform(rooms.resume(link, from, link.challenge, resume, now));
                return null;
            }

            @Override
            public Void onForward(PeerFrame.Forward forward) {
                sim.recorded.add(forward.envelope());
                for (Envelope envelope : sim.tamper.apply(link.end, forward.envelope())) {
                    if (link.partner != null) {
                        link.partner.toPeer.add(new RelayFrame.Deliver(envelope));
                    }
                }
                return null;
            }

            @Override
            public Void onLeave(PeerFrame.Leave leave) {
                perform(rooms.leave(link));
                return null;
            }

            @Override
            public Void onUnseat(PeerFrame.Unseat unseat) {
                perform(rooms.unseat(link, now));
                return null;
            }

            @Override
            public Void onPing(PeerFrame.Ping ping) {
                return null;
            }

            @Override
            public Void onPong(PeerFrame.Pong pong) {
                return null;
            }
        });
    }

    private void perform(List<Effect<SimulatedLink>> effects) {
        effects.forEach(effect -> effect.accept(new Effect.Handler<>() {
            @Override
            public void onSend(Effect.Send<SimulatedLink> send) {
                send.to().toPeer.add(send.frame());
            }

            @Override
            public void onPair(Effect.Pair<SimulatedLink> pair) {
                pair.one().partner = pair.other();
                pair.other().partner = pair.one();
            }

            @Override
            public void onPart(Effect.Part<SimulatedLink> part) {
                part.connection().partner = null;
            }

            @Override
            public void onDropQueued(Effect.DropQueued<SimulatedLink> drop) {
                drop.connection().toPeer.removeIf(RelayFrame.Deliver.class::isInstance);
            }

            @Override
            public void onUnseated(Effect.Unseated<SimulatedLink> unseated) {
                unseated.connection().seated = false;
            }

            @Override
            public void onEnd(Effect.End<SimulatedLink> end) {
                end.connection().ending = true;
            }
        }));
    }
}

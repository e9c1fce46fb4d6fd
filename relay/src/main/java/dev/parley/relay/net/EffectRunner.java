package dev.parley.relay.net;

import dev.parley.relay.room.Effect;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;

/** The rooms' words made real on connections. */
final class EffectRunner implements Effect.Handler<Connection> {
    private final LoopCounts counts;

    EffectRunner(LoopCounts counts) {
        this.counts = counts;
    }

    @Override
    public void onSend(Effect.Send<Connection> send) {
        if (send.frame() instanceof RelayFrame.Seated) {
            send.to().seated();
        } else if (send.frame() instanceof RelayFrame.Refused refused) {
            Refusal.of(refused.code()).ifPresent(counts::refused);
        }
        send.to().send(send.frame());
    }

    @Override
    public void onPair(Effect.Pair<Connection> pair) {
        pair.one().face(pair.other());
        pair.other().face(pair.one());
    }

    @Override
    public void onPart(Effect.Part<Connection> part) {
        part.connection().faceNobody();
    }

    @Override
    public void onDropQueued(Effect.DropQueued<Connection> drop) {
        drop.connection().dropQueuedEnvelopes();
    }

    @Override
    public void onUnseated(Effect.Unseated<Connection> unseated) {
        unseated.connection().unseated();
    }

    @Override
    public void onEnd(Effect.End<Connection> end) {
        end.connection().end();
    }
}

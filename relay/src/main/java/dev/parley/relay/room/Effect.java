package dev.parley.relay.room;

import dev.parley.wire.RelayFrame;

/** An instruction from the rooms to the network, to be carried out in order. {@code C} is the network's own connection. */
public sealed interface Effect<C> {
    void accept(Handler<C> handler);

    /** Queue {@code frame} behind what {@code to} was sent before. */
    record Send<C>(C to, RelayFrame frame) implements Effect<C> {
        @Override
        public void accept(Handler<C> handler) {
            handler.onSend(this);
        }
    }

    /** From now on each forwards its envelopes to the other. */
    record Pair<C>(C one, C other) implements Effect<C> {
        @Override
        public void accept(Handler<C> handler) {
            handler.onPair(this);
        }
    }

    /** From now on the envelopes of {@code connection} have nowhere to go. */
    record Part<C>(C connection) implements Effect<C> {
        @Override
        public void accept(Handler<C> handler) {
            handler.onPart(this);
        }
    }

    /** Forget the envelopes that are queued for {@code connection}: they come from a connection that was replaced. */
    record DropQueued<C>(C connection) implements Effect<C> {
        @Override
        public void accept(Handler<C> handler) {
            handler.onDropQueued(this);
        }
    }

    /** {@code connection} has no seat any more and may claim once again. */
    record Unseated<C>(C connection) implements Effect<C> {
        @Override
        public void accept(Handler<C> handler) {
            handler.onUnseated(this);
        }
    }

    /** Close once everything queued is written. */
    record End<C>(C connection) implements Effect<C> {
        @Override
        public void accept(Handler<C> handler) {
            handler.onEnd(this);
        }
    }

    /** One method per effect. */
    interface Handler<C> {
        void onSend(Send<C> send);

        void onPair(Pair<C> pair);

        void onPart(Part<C> part);

        void onDropQueued(DropQueued<C> drop);

        void onUnseated(Unseated<C> unseated);

        void onEnd(End<C> end);
    }
}

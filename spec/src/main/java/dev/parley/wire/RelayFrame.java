package dev.parley.wire;

import java.util.Optional;

/** What a relay may say to a peer. */
public sealed interface RelayFrame {
    <R> R accept(Handler<R> handler);

    /** The first frame of every connection. Seconds and bytes are unsigned; {@code notice} is untrusted text. */
    record Welcome(
            int minProtocol,
            int maxProtocol,
            Challenge challenge,
            long maxEnvelope,
            int keepAliveSeconds,
            int seatHoldSeconds,
            int admission,
            String notice)
            implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onWelcome(this);
        }
    }

    /** Asks whoever named an access key to open a seed that was sealed to it. */
    record KeyChallenge(SealedSeed sealed) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onKeyChallenge(this);
        }
    }

    /** The seat is taken. {@code pairing} numbers which two connections face each other from now on. */
    record Seated(int seat, SeatState other, int pairing) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onSeated(this);
        }
    }

    /** The connection at the other seat changed. */
    record Peer(PeerEvent event, int pairing) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPeer(this);
        }
    }

    /** Opaque bytes from the other seat. */
    record Deliver(Envelope envelope) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onDeliver(this);
        }
    }

    record Ping(long echo) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPing(this);
        }
    }

    record Pong(long echo) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPong(this);
        }
    }

    /** The operator's word; {@code text} is untrusted. */
    record Notice(NoticeKind kind, long delayMillis, String text) implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onNotice(this);
        }
    }

    /** A newer connection took this seat; this one is closed next. */
    record Displaced() implements RelayFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onDisplaced(this);
        }
    }

    /** A "no"; the connection is closed next, except after a refused RESUME. */
    record Refused(int code, long retryAfterMillis) implements RelayFrame {
        /** The refusal by name; empty for a code of a later protocol. */
        public Optional<Refusal> refusal() {
            return Refusal.of(code);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onRefused(this);
        }
    }

    /** One method per frame: a new frame breaks every handler at compile time. */
    interface Handler<R> {
        R onWelcome(Welcome welcome);

        R onKeyChallenge(KeyChallenge challenge);

        R onSeated(Seated seated);

        R onPeer(Peer peer);

        R onDeliver(Deliver deliver);

        R onPing(Ping ping);

        R onPong(Pong pong);

        R onNotice(Notice notice);

        R onDisplaced(Displaced displaced);

        R onRefused(Refused refused);
    }
}

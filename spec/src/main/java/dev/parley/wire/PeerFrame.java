package dev.parley.wire;

/** What a peer may say to a relay. */
public sealed interface PeerFrame {
    <R> R accept(Handler<R> handler);

    /** Asks to be let in by a token. */
    record AdmitToken(AccessToken token) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAdmitToken(this);
        }
    }

    /** Asks to be let in by a listed key; answered by a CHALLENGE, whether or not it is listed. */
    record AdmitKey(KeyId key) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAdmitKey(this);
        }
    }

    /** Shows that we hold the key, by the seed of the CHALLENGE. */
    record AdmitProof(AdmissionProof proof) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAdmitProof(this);
        }
    }

    /** Takes a seat, or takes back the seat of that key. {@code instance} is random per process, {@code attempt} counts up in it. */
    record Claim(int protocol, RoomId room, SeatKey key, Intent intent, int instance, int attempt)
            implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onClaim(this);
        }
    }

    /** Takes back an own seat without sending its key. */
    record Resume(int protocol, RoomId room, int instance, int attempt, SeatProof proof) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onResume(this);
        }
    }

    /** Opaque bytes for the other seat. */
    record Forward(Envelope envelope) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onForward(this);
        }
    }

    /** Frees the seat at once; one more CLAIM is allowed. */
    record Leave() implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onLeave(this);
        }
    }

    /** Ends the other seat: only from seat 0 of a room made with intent OPEN. */
    record Unseat() implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onUnseat(this);
        }
    }

    /** Asks for a PONG with the same eight bytes. */
    record Ping(long echo) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPing(this);
        }
    }

    record Pong(long echo) implements PeerFrame {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onPong(this);
        }
    }

    /** One method per frame: a new frame breaks every handler at compile time. */
    interface Handler<R> {
        R onAdmitToken(AdmitToken admit);

        R onAdmitKey(AdmitKey admit);

        R onAdmitProof(AdmitProof admit);

        R onClaim(Claim claim);

        R onResume(Resume resume);

        R onForward(Forward forward);

        R onLeave(Leave leave);

        R onUnseat(Unseat unseat);

        R onPing(Ping ping);

        R onPong(Pong pong);
    }
}

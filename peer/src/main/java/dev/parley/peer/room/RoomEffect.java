package dev.parley.peer.room;

import dev.parley.wire.PeerFrame;

/** An instruction from a room to its shell, to be carried out in order. */
public sealed interface RoomEffect {
    void accept(Handler handler);

    /** Connect to the relay. */
    record Dial() implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onDial(this);
        }
    }

    /** Write {@code frame} to the relay. */
    record Transmit(PeerFrame frame) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onTransmit(this);
        }
    }

    /** Write what was handed over, then close the connection; nothing of it is heard any more. */
    record Hangup() implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onHangup(this);
        }
    }

    /** Let the person know. */
    record Tell(RoomEvent event) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onTell(this);
        }
    }

    /** One method per effect. */
    interface Handler {
        void onDial(Dial dial);

        void onTransmit(Transmit transmit);

        void onHangup(Hangup hangup);

        void onTell(Tell tell);
    }
}

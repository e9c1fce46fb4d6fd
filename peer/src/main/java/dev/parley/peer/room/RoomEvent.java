package dev.parley.peer.room;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;

/** Something the person should see. */
public sealed interface RoomEvent {
    void accept(Handler handler);

    /** We have a seat and nobody is across. */
    record Waiting() implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onWaiting(this);
        }
    }

    /** Somebody is across; keys are being agreed. */
    record Agreeing() implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onAgreeing(this);
        }
    }

    /** The other end's READY was opened: the conversation may go on. */
    record Joined(Untrusted name, Trust trust, SafetyNumber safetyNumber, SafetyNumber sessionNumber)
            implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onJoined(this);
        }
    }

    /** The session goes on after a cut. */
    record Resumed() implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onResumed(this);
        }
    }

    /** Our connection, or by the relay's word the other one, is gone; {@code unconfirmed} own lines are not delivered yet. */
    record Offline(boolean ours, int unconfirmed) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onOffline(this);
        }
    }

    record Received(Message message) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onReceived(this);
        }
    }

    /** The other end sent something that this version cannot read; it was acknowledged and dropped. */
    record Unreadable() implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onUnreadable(this);
        }
    }

    /** Own line {@code number} changed its state. */
    record StateChanged(long number, MessageState state) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onStateChanged(this);
        }
    }

    /** A confirmation failed: another code, or somebody between. */
    record GuessFailed(int guessesLeft) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onGuessFailed(this);
        }
    }

    /** The code or passphrase must be typed again before anything goes on; a retry is held back for {@code waitMillis}. */
    record CodeNeeded(long waitMillis) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onCodeNeeded(this);
        }
    }

    /** The person across said goodbye; {@code unconfirmed} own lines were not delivered. */
    record PeerLeft(Untrusted reason, int unconfirmed) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onPeerLeft(this);
        }
    }

    /** The relay's operator says something. */
    record RelayNotice(Untrusted text) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onRelayNotice(this);
        }
    }

    /** The room is over; {@code unconfirmed} own lines were not delivered, {@code retryAfterMillis} is the relay's advice. */
    record Closed(Outcome outcome, int unconfirmed, long retryAfterMillis) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onClosed(this);
        }
    }

    /** One method per event. */
    interface Handler {
        void onWaiting(Waiting waiting);

        void onAgreeing(Agreeing agreeing);

        void onJoined(Joined joined);

        void onResumed(Resumed resumed);

        void onOffline(Offline offline);

        void onReceived(Received received);

        void onUnreadable(Unreadable unreadable);

        void onStateChanged(StateChanged changed);

        void onGuessFailed(GuessFailed failed);

        void onCodeNeeded(CodeNeeded needed);

        void onPeerLeft(PeerLeft left);

        void onRelayNotice(RelayNotice notice);

        void onClosed(Closed closed);
    }
}

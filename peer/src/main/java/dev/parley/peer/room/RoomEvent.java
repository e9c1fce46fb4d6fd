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

    /** A message of theirs; {@code beforeCrash} if it came when we ran the last time and may have been seen then. */
    record Received(Message message, boolean beforeCrash) implements RoomEvent {
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

    /** An own line from when we ran the last time that is not delivered yet. */
    record Undelivered(long number, Message message) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onUndelivered(this);
        }
    }

    /**
     * Somebody is across whom this room does not know: {@code why} is {@link Trust#CHANGED} or {@link Trust#CONTINUITY_LOST}. Nothing is
     * sent until {@link RoomClient#accept}. {@code sharesSecret} tells whether the two still hold a secret in common.
     */
    record Blocked(
            Trust why, boolean sharesSecret, SafetyNumber safetyNumber, SafetyNumber sessionNumber, int undelivered)
            implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onBlocked(this);
        }
    }

    /** The person's word that the numbers are the same was taken. */
    record Verified() implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onVerified(this);
        }
    }

    /** The other end does not know our key, or not our secret: its person must decide. */
    record Unrecognised(SafetyNumber safetyNumber, SafetyNumber sessionNumber) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onUnrecognised(this);
        }
    }

    /** What must be safe cannot be written; {@code problem} says why. Nothing is sent or acknowledged until it can, then it is empty. */
    record StorageFailing(String problem) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onStorageFailing(this);
        }
    }

    /** Own line {@code number} changed its state. */
    record StateChanged(long number, MessageState state) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onStateChanged(this);
        }
    }

    /** The confirmation of a code failed: another code, or somebody between. */
    record GuessFailed(int guessesLeft) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onGuessFailed(this);
        }
    }

    /** A passphrase was not confirmed: one of the two is wrong, or somebody is between. */
    record PassphraseFailed() implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onPassphraseFailed(this);
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

    /** Something about files. */
    record Files(FileEvent event) implements RoomEvent {
        @Override
        public void accept(Handler handler) {
            handler.onFiles(this);
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

        void onUndelivered(Undelivered undelivered);

        void onBlocked(Blocked blocked);

        void onVerified(Verified verified);

        void onUnrecognised(Unrecognised unrecognised);

        void onStorageFailing(StorageFailing failing);

        void onStateChanged(StateChanged changed);

        void onGuessFailed(GuessFailed failed);

        void onPassphraseFailed(PassphraseFailed failed);

        void onCodeNeeded(CodeNeeded needed);

        void onPeerLeft(PeerLeft left);

        void onRelayNotice(RelayNotice notice);

        void onFiles(Files files);

        void onClosed(Closed closed);
    }
}

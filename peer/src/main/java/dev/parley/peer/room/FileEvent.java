package dev.parley.peer.room;

import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;

/** Something about files that the person should see. {@code ours} tells whether the offer was ours. */
public sealed interface FileEvent {
    TransferId id();

    void accept(Handler handler);

    /** Their offer waits for {@link RoomClient#accept(TransferId)} or {@link RoomClient#reject}; {@code waiting} do, this one counted. */
    record Offered(Offer offer, int waiting) implements FileEvent {
        @Override
        public TransferId id() {
            return offer.id();
        }

        @Override
        public void accept(Handler handler) {
            handler.onOffered(this);
        }
    }

    /** A run begins, the first or one after a break: {@code done} of {@code total} bytes are there already. */
    record Begun(TransferId id, boolean ours, long done, long total) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onBegun(this);
        }
    }

    /** How far it is, at most ten times a second. {@code done} may fall: a receiver starts anew if the file has changed. */
    record Progress(TransferId id, boolean ours, long done, long total) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onProgress(this);
        }
    }

    /** All of their offer is stored, under {@code name}. */
    record Received(TransferId id, Untrusted name) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onReceived(this);
        }
    }

    /** The other end has all of ours, checked and stored. */
    record Delivered(TransferId id) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onDelivered(this);
        }
    }

    /** They do not want ours. */
    record Rejected(TransferId id) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onRejected(this);
        }
    }

    /** It ended early, by the other end if {@code byThem}, else by our person or by leaving the room. */
    record Cancelled(TransferId id, boolean ours, boolean byThem, FileProblem why) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onCancelled(this);
        }
    }

    /** It ended early because our end cannot go on with it; the other end is told. */
    record Failed(TransferId id, boolean ours, FileProblem why) implements FileEvent {
        @Override
        public void accept(Handler handler) {
            handler.onFailed(this);
        }
    }

    /** One method per event. */
    interface Handler {
        void onOffered(Offered offered);

        void onBegun(Begun begun);

        void onProgress(Progress progress);

        void onReceived(Received received);

        void onDelivered(Delivered delivered);

        void onRejected(Rejected rejected);

        void onCancelled(Cancelled cancelled);

        void onFailed(Failed failed);
    }
}

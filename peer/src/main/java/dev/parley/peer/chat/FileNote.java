package dev.parley.peer.chat;

/** What the programs at both ends tell each other about files (PROTOCOL.md section 9.2). */
public sealed interface FileNote {
    TransferId id();

    void accept(Handler handler);

    /** Files may be had. */
    record Offered(Offer offer) implements FileNote {
        @Override
        public TransferId id() {
            return offer.id();
        }

        @Override
        public void accept(Handler handler) {
            handler.onOffered(this);
        }
    }

    /**
     * They are wanted, from there on.
     *
     * @param run counts what its sender has accepted of one offer, from 1, below 2^32: of the accepts of a session the highest counts, and
     *     only its chunks
     */
    record Accepted(TransferId id, long run, Standing standing) implements FileNote {
        @Override
        public void accept(Handler handler) {
            handler.onAccepted(this);
        }
    }

    /** They are not wanted. */
    record Rejected(TransferId id) implements FileNote {
        @Override
        public void accept(Handler handler) {
            handler.onRejected(this);
        }
    }

    /** It ends here, whoever offered. */
    record Cancelled(TransferId id, FileProblem why) implements FileNote {
        @Override
        public void accept(Handler handler) {
            handler.onCancelled(this);
        }
    }

    /** All of it is there, checked and safe. */
    record Arrived(TransferId id) implements FileNote {
        @Override
        public void accept(Handler handler) {
            handler.onArrived(this);
        }
    }

    /** One method per note. */
    interface Handler {
        void onOffered(Offered offered);

        void onAccepted(Accepted accepted);

        void onRejected(Rejected rejected);

        void onCancelled(Cancelled cancelled);

        void onArrived(Arrived arrived);
    }
}

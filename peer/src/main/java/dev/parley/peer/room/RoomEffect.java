package dev.parley.peer.room;

import dev.parley.wire.PeerFrame;

/** An instruction from a room to its shell, to be carried out in order. */
public sealed interface RoomEffect {
    void accept(Handler handler);

    /** Connect to the relay for that room. */
    record Dial(Where where) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onDial(this);
        }
    }

    /** Write {@code frame} to the relay on that room's connection. */
    record Transmit(Where where, PeerFrame frame) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onTransmit(this);
        }
    }

    /** Write what was handed over, then close the connection; nothing of it is heard any more. */
    record Hangup(Where where) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onHangup(this);
        }
    }

    /** Add {@code entry} to the journal; it need not be safe before a {@link Commit}. */
    record Append(JournalEntry entry) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onAppend(this);
        }
    }

    /** Remember the room as {@code record} in place of what was remembered; it need not be safe before a {@link Commit}. */
    record Save(RoomRecord record) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onSave(this);
        }
    }

    /** Make every {@link Append} and {@link Save} so far safe over a crash, then tell {@link RoomClient#onCommitted}. */
    record Commit() implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onCommit(this);
        }
    }

    /** Have that done on disk, in order, and bring the answer to {@link RoomClient#onFile}. */
    record File(FileWork work) implements RoomEffect {
        @Override
        public void accept(Handler handler) {
            handler.onFile(this);
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

        void onAppend(Append append);

        void onSave(Save save);

        void onCommit(Commit commit);

        void onFile(File file);

        void onTell(Tell tell);
    }
}

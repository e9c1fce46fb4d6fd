package dev.parley.peer.machine;

import dev.parley.peer.chat.Message;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.SafeText;
import dev.parley.peer.ui.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Carries two streams of bytes over one room, one each way (PROTOCOL.md section 8.7). One thread reads standard input, one writes standard
 * output; the room's loop never waits for either, because nobody may send more than a window beyond what was written.
 */
final class PipeFace implements Face {
    private static final long END_CHECK_MILLIS = 50;

    /** A receipt is sent whenever so much more was written. */
    private static final int RECEIPT_BYTES = (int) (Message.Bytes.WINDOW_BYTES / 8);

    private final InputStream in;
    private final PrintStream out;
    private final Consumer<String> told;
    private final Texts texts;
    private final BlockingQueue<Message.Bytes> arrived = new LinkedBlockingQueue<>();

    private PeerLoop loop;
    private boolean begun;
    private long sent;
    private boolean sentEnd;
    private long stored;
    private long heard;
    private boolean heardEnd;
    private long wrote;
    private boolean wroteEnd;
    private Optional<Outcome> failed = Optional.empty();
    private String theirName = "";
    private Optional<RoomEvent.Closed> closed = Optional.empty();

    PipeFace(InputStream in, PrintStream out, Consumer<String> told, Texts texts) {
        this.in = in;
        this.out = out;
        this.told = told;
        this.texts = texts;
    }

    @Override
    public void linked(String link) {
        told.accept(texts.get("invite.link", link));
    }

    @Override
    public RoomEvent.Closed run(PeerLoop room) throws InterruptedException {
        loop = room;
        loop.start();
        while (closed().isEmpty()) {
            loop.join(END_CHECK_MILLIS);
            boolean fails = failed();
            if (fails || mayLeave()) {
                // Our last receipt must be there before our goodbye, however long that takes.
                loop.submit((client, now) -> fails || client.unconfirmed() == 0 ? client.leave(now) : List.of());
            }
        }
        loop.join();
        RoomEvent.Closed end = closed().orElseThrow();
        Optional<Outcome> instead = end.outcome().isFarewell() ? failure() : Optional.empty();
        return instead.map(why -> new RoomEvent.Closed(why, end.unconfirmed(), 0))
                .orElse(end);
    }

    private synchronized Optional<RoomEvent.Closed> closed() {
        return closed;
    }

    /** Why a goodbye is none, if it is none. */
    private synchronized Optional<Outcome> failure() {
        return failed.or(() -> isComplete() ? Optional.empty() : Optional.of(Outcome.PIPE_CUT));
    }

    /** Whether both streams are over, and each is known to be written out at its end. */
    private boolean isComplete() {
        return sentEnd && stored == sent && wroteEnd;
    }

    private synchronized boolean mayLeave() {
        return isComplete();
    }

    private synchronized boolean failed() {
        return failed.isPresent();
    }

    private synchronized void fail(Outcome why) {
        if (failed.isEmpty()) {
            failed = Optional.of(why);
        }
        notifyAll();
    }

    @Override
    public synchronized String on(RoomEvent event) {
        if (event instanceof RoomEvent.Joined joined) {
            join(joined);
        } else if (event instanceof RoomEvent.Received received) {
            receive(received.message());
        } else if (event instanceof RoomEvent.Blocked || event instanceof RoomEvent.Unrecognised) {
            fail(Outcome.NOT_CONFIRMED);
        } else if (event instanceof RoomEvent.CodeNeeded) {
            fail(Outcome.NOT_CONFIRMED);
        } else if (event instanceof RoomEvent.PeerLeft && !isComplete()) {
            fail(Outcome.PIPE_CUT);
        } else if (event instanceof RoomEvent.Unreadable) {
            fail(Outcome.PIPE_CUT);
        } else if (event instanceof RoomEvent.Closed end) {
            closed = Optional.of(end);
            notifyAll();
        }
        return theirName;
    }

    private void join(RoomEvent.Joined joined) {
        theirName = SafeText.name(joined.name());
        if (joined.trust() != Trust.VERIFIED && joined.trust() != Trust.KNOWN) {
            // Anybody may be there, and nobody is here to compare numbers.
            fail(Outcome.NOT_CONFIRMED);
        } else if (!begun) {
            begun = true;
            told.accept(texts.get("pipe.begins", theirName));
            daemon(this::readAll, "pipe-read");
            daemon(this::writeAll, "pipe-write");
        }
    }

    private void receive(Message message) {
        if (message instanceof Message.Bytes piece) {
            int size = piece.data().length;
            if (heardEnd || piece.from() != heard || heard + size > wrote + Message.Bytes.WINDOW_BYTES) {
                fail(Outcome.PROTOCOL);
                return;
            }
            heard += size;
            heardEnd = piece.end();
            arrived.add(piece);
        } else if (message instanceof Message.Stored receipt) {
            if (receipt.bytes() < stored || receipt.bytes() > sent) {
                fail(Outcome.PROTOCOL);
                return;
            }
            stored = receipt.bytes();
            notifyAll();
        } else {
            // Somebody chats into a pipe: it is no part of the stream, and must not look like one.
            told.accept(texts.get("pipe.chat"));
        }
    }

    private void readAll() {
        byte[] buffer = new byte[Message.Bytes.MAX_BYTES];
        try {
            int count;
            do {
                int room = awaitRoom();
                count = in.read(buffer, 0, room);
                say(Arrays.copyOf(buffer, Math.max(0, count)), count < 0);
            } while (count >= 0);
        } catch (IOException e) {
            fail(Outcome.PIPE_CUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the other side has written so much that more may be sent; gives how much. */
    private synchronized int awaitRoom() throws InterruptedException {
        while (sent - stored >= Message.Bytes.WINDOW_BYTES) {
            wait();
        }
        return (int) Math.min(Message.Bytes.MAX_BYTES, Message.Bytes.WINDOW_BYTES - (sent - stored));
    }

    private void say(byte[] data, boolean end) {
        Message.Bytes piece;
        synchronized (this) {
            piece = Message.Bytes.of(sent, data, end);
            sent += data.length;
            sentEnd = end;
        }
        say(piece);
    }

    private void say(Message message) {
        loop.submit((client, now) -> {
            if (client.say(message).isEmpty() && !client.isClosed()) {
                fail(Outcome.PIPE_CUT);
            }
            return List.of();
        });
    }

    private void writeAll() {
        long receipted = 0;
        try {
            boolean end = false;
            while (!end) {
                Message.Bytes piece = arrived.take();
                byte[] data = piece.data();
                out.write(data, 0, data.length);
                if (arrived.isEmpty() || piece.end()) {
                    out.flush();
                }
                if (out.checkError()) {
                    fail(Outcome.PIPE_CUT);
                    return;
                }
                end = piece.end();
                long now = written(data.length);
                if (end || now - receipted >= RECEIPT_BYTES) {
                    receipted = now;
                    say(new Message.Stored(now));
                }
            }
            // Not before the receipt is queued: whoever leaves must leave behind it.
            endIsWritten();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void endIsWritten() {
        wroteEnd = true;
    }

    private synchronized long written(int bytes) {
        wrote += bytes;
        return wrote;
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}

package dev.parley.peer.net;

import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.room.FileAnswer;
import dev.parley.peer.room.FileWork;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The thread of one {@link FileDesk}, begun with the first work. Bytes that wait to be written are bounded: whoever hands over more waits,
 * so that a disk that is slower than the other end slows that end down.
 */
final class FileThread {
    private static final long MAX_WAITING_BYTES = 8 << 20;

    private static final long WORK_BYTES = 256;

    private final FileDesk desk;
    private final Consumer<FileAnswer> answers;
    private final ArrayDeque<FileWork> waiting = new ArrayDeque<>();
    private Thread thread;
    private long waitingBytes;
    private boolean ending;

    /** @param answers called on the file thread; must not wait for whoever calls {@link #submit} */
    FileThread(FileDesk desk, Consumer<FileAnswer> answers) {
        this.desk = desk;
        this.answers = answers;
    }

    /** Hands over the next work; waits while too many bytes wait already. */
    synchronized void submit(FileWork work) throws InterruptedException {
        while (waitingBytes > MAX_WAITING_BYTES) {
            wait();
        }
        waiting.add(work);
        waitingBytes += bytes(work);
        notifyAll();
        if (thread == null) {
            thread = new Thread(this::run, "files");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** No more work comes: waits until all is done, at most that long. */
    void finish(long millis) throws InterruptedException {
        Thread running;
        synchronized (this) {
            ending = true;
            notifyAll();
            running = thread;
        }
        if (running == null) {
            desk.close();
        } else {
            running.join(millis);
        }
    }

    private void run() {
        try {
            for (FileWork work = take(); work != null; work = take()) {
                perform(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            desk.close();
        }
    }

    private void perform(FileWork work) {
        try {
            desk.perform(work, answers);
        } catch (RuntimeException e) {
            // A bug of ours ends one transfer and not the room.
            answers.accept(new FileAnswer.Failed(work.id(), FileProblem.OTHER));
        }
    }

    private synchronized FileWork take() throws InterruptedException {
        while (waiting.isEmpty() && !ending) {
            wait();
        }
        FileWork next = waiting.poll();
        if (next != null) {
            waitingBytes -= bytes(next);
            notifyAll();
        }
        return next;
    }

    /** Roughly what it takes to hold this work. */
    private static long bytes(FileWork work) {
        if (work instanceof FileWork.Write write) {
            return WORK_BYTES + write.bytes().capacity();
        }
        return WORK_BYTES
                + (work instanceof FileWork.Begin begin ? begin.path().raw().length() : 0);
    }
}

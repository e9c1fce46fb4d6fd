package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.room.FileAnswer;
import dev.parley.peer.room.FileWork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FileThreadTest {
    private static final TransferId ID = TransferId.of(new byte[TransferId.BYTES]);
    private static final int MIB = 1 << 20;
    private static final int WORKS = 40;

    private final CountDownLatch slow = new CountDownLatch(1);
    private final List<FileWork> done = Collections.synchronizedList(new ArrayList<>());
    private final List<FileAnswer> answers = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger closed = new AtomicInteger();

    private final FileDesk desk = new FileDesk() {
        @Override
        public void perform(FileWork work, Consumer<FileAnswer> answer) {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (work instanceof FileWork.Finish) {
                throw new IllegalStateException("A bug.");
            }
            done.add(work);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    };

    private static FileWork write(int at) {
        return new FileWork.Write(ID, ByteBuffer.allocate(MIB).putInt(0, at));
    }

    @Test
    void who_brings_more_than_the_disk_takes_waits_and_nothing_is_lost_or_reordered() throws Exception {
        FileThread files = new FileThread(desk, answers::add);
        AtomicInteger brought = new AtomicInteger();
        Thread bringer = new Thread(() -> {
            try {
                for (int i = 0; i < WORKS; i++) {
                    files.submit(write(i));
                    brought.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        bringer.start();
        while (bringer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(brought.get()).isBetween(8, 10);
        slow.countDown();
        bringer.join(TimeUnit.MINUTES.toMillis(1));
        files.finish(TimeUnit.MINUTES.toMillis(1));
        assertThat(done).hasSize(WORKS);
        for (int i = 0; i < WORKS; i++) {
            assertThat(((FileWork.Write) done.get(i)).bytes().getInt(0)).isEqualTo(i);
        }
        assertThat(closed.get()).isEqualTo(1);
    }

    @Test
    void a_bug_of_the_desk_ends_one_transfer_and_not_the_thread() throws Exception {
        slow.countDown();
        FileThread files = new FileThread(desk, answers::add);
        files.submit(new FileWork.Finish(ID, 0, dev.parley.peer.chat.FileHash.EMPTY));
        files.submit(write(1));
        files.finish(TimeUnit.MINUTES.toMillis(1));
        assertThat(answers).containsExactly(new FileAnswer.Failed(ID, FileProblem.OTHER));
        assertThat(done).hasSize(1);
    }

    @Test
    void a_desk_that_was_never_used_is_closed_too() throws Exception {
        new FileThread(desk, answers::add).finish(1);
        assertThat(closed.get()).isEqualTo(1);
    }
}

package dev.parley.peer.cli;

import dev.parley.peer.ui.FileErrand;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says goodbye when a signal ends the program in the middle of an errand, so that the other side need not wait. */
final class ErrandStop implements AutoCloseable {
    private static final long GOODBYE_SECONDS = 3;

    private final CountDownLatch done = new CountDownLatch(1);

    ErrandStop(FileErrand errand) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(errand), "goodbye"));
    }

    private void stop(FileErrand errand) {
        if (done.getCount() > 0) {
            errand.stop();
            try {
                boolean inTime = done.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
                assert inTime || done.getCount() > 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The run is over, with that. */
    int exitCode(int code) {
        return code;
    }

    @Override
    public void close() {
        done.countDown();
    }
}

package dev.parley.peer.cli;

import dev.parley.peer.ui.FileErrand;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says goodbye when a signal ends the program in the middle of an errand, so that the other side need not wait. */
final class ErrandStop {
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

    /** Runs the errand's room; whoever waits for the goodbye waits for that. */
    int during(Callable<Integer> room) throws Exception {
        try {
            return room.call();
        } finally {
            done.countDown();
        }
    }
}

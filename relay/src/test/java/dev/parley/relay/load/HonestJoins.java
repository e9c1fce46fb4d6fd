package dev.parley.relay.load;

import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** People who come, claim a room of their own, and leave. */
final class HonestJoins {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int NET = 100;
    private static final int NETS = 40;

    private final class Join implements LoadLink.Talker {
        private long claimed;
        private boolean seated;
        private boolean refused;

        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer frame) {
            if (type == Wire.WELCOME) {
                claimed = System.nanoTime();
                link.send(claims.claim(claims.room(), Intent.OPEN));
            } else if (type == Wire.SEATED) {
                seated = true;
                joins.add(System.nanoTime() - claimed);
                whole.add(link.age());
                lastSeated = System.nanoTime();
                link.send(new PeerFrame.Leave());
                link.close();
            } else {
                refused = true;
                link.close();
            }
        }

        @Override
        public void onClosed(LoadLink link) {
            open--;
            if (!seated) {
                failed++;
                refusals += refused ? 1 : 0;
            }
        }
    }

    private final LoadDriver driver;
    private final Claims claims;
    private final Times joins = new Times();
    private final Times whole = new Times();
    private int open;
    private int next;
    private long failed;
    private long refusals;
    private long lastSeated;

    HonestJoins(LoadDriver driver, Claims claims) {
        this.driver = driver;
        this.claims = claims;
    }

    /** So many people a second, each from an address of its own for minutes. */
    LoadDriver.Pace come(double perSecond) {
        return driver.pace(perSecond, this::one);
    }

    private void one() {
        int person = next++ % (NETS * 254);
        open++;
        Optional<LoadLink> link = driver.open(LoadDriver.address(NET + person / 254, person), new Join());
        if (link.isEmpty()) {
            open--;
            failed++;
            return;
        }
        driver.after(PATIENCE_MILLIS, link.get()::reset);
    }

    /** Milliseconds until somebody who tries every tenth of a second has a seat; empty if nobody has one within {@code limit}. */
    Optional<Long> untilSeated(long limit) throws InterruptedException {
        long began = System.nanoTime();
        LoadDriver.Pace pace = come(10);
        while (driver.call(() -> lastSeated) < began && System.nanoTime() - began < limit * 1_000_000) {
            Thread.sleep(5);
        }
        pace.stop();
        long seated = driver.call(() -> lastSeated);
        return seated < began ? Optional.empty() : Optional.of(TimeUnit.NANOSECONDS.toMillis(seated - began));
    }

    /** Waits until everybody has a seat or has given up. */
    void await() throws InterruptedException {
        while (driver.call(() -> open) > 0) {
            Thread.sleep(5);
        }
    }

    void clear() {
        driver.run(() -> {
            joins.clear();
            whole.clear();
            failed = 0;
            refusals = 0;
        });
    }

    /** CLAIM to SEATED. */
    Times joins() {
        return joins;
    }

    /** In milliseconds from CLAIM to SEATED; who had no seat would have taken for ever. */
    double p99() {
        long all = joins.count() + failed();
        double share = 0.99 * all / Math.max(1, joins.count());
        return share < 1 ? joins.percentile(share) : Double.POSITIVE_INFINITY;
    }

    /** From the connection being asked for to SEATED. */
    Times whole() {
        return whole;
    }

    /** Who had no seat within ten seconds. */
    long failed() {
        return driver.call(() -> failed);
    }

    /** Those of them that the relay said no to. */
    long refusals() {
        return driver.call(() -> refusals);
    }
}

package dev.parley.relay.load;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Strangers from 254 addresses who want no room. */
final class Attack {
    static final int NET = 1;

    private static final long SLOW_BYTE_MILLIS = 10_000;

    /** Our own descriptors have an end, too. */
    private static final int MAX_HASTY = 8_000;

    private final LoadDriver driver;
    private final Claims claims;
    /** The oldest first. */
    private final Set<LoadLink> links = new LinkedHashSet<>();

    private final Set<LoadLink> hasty = new LinkedHashSet<>();
    private final Times slowLives = new Times();
    private int next;
    private long opened;
    private long noSocket;
    private long welcomed;
    private long refused;
    private long seated;
    private boolean ending;

    Attack(LoadDriver driver, Claims claims) {
        this.driver = driver;
        this.claims = claims;
    }

    private Optional<LoadLink> open(Stranger stranger) {
        Optional<LoadLink> link = driver.open(LoadDriver.address(NET, next++), stranger);
        link.ifPresentOrElse(links::add, () -> noSocket++);
        return link;
    }

    private class Stranger implements LoadLink.Talker {
        @Override
        public void onOpened(LoadLink link) {
            opened++;
        }

        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer frame) {
            if (type == Wire.WELCOME) {
                welcomed++;
            } else if (type == Wire.REFUSED) {
                refused++;
            }
        }

        @Override
        public void onClosed(LoadLink link) {
            links.remove(link);
        }
    }

    /** Of ten, six hang up at the WELCOME, two send what is no frame, one a RESUME that proves nothing, one says nothing. */
    private final class Hasty extends Stranger {
        private final int kind = next % 10;

        @Override
        public void onClosed(LoadLink link) {
            super.onClosed(link);
            hasty.remove(link);
        }

        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer frame) {
            super.onFrame(link, type, frame);
            if (type != Wire.WELCOME) {
                link.reset();
            } else if (kind < 6) {
                link.reset();
            } else if (kind < 8) {
                link.send(ByteBuffer.wrap(new byte[] {0x7F, 1, 2, 3, 4, 5, 6, 7}));
            } else if (kind == 8) {
                byte[] resume = new byte[Wire.LENGTH_BYTES + Wire.MAX_UNSEATED_LENGTH];
                ByteBuffer.wrap(resume)
                        .putInt(resume.length - Wire.LENGTH_BYTES)
                        .put((byte) Wire.RESUME);
                link.send(ByteBuffer.wrap(resume));
            }
        }
    }

    /** So many connections a second, of all kinds; of those that nobody answers the oldest are given up. */
    LoadDriver.Pace flood(double perSecond) {
        return driver.pace(perSecond, () -> {
            open(new Hasty()).ifPresent(hasty::add);
            if (hasty.size() > MAX_HASTY) {
                hasty.iterator().next().reset();
            }
        });
    }

    /** Sends a good CLAIM, one byte every ten seconds, and comes back for the next when it is thrown out. */
    private final class Slow extends Stranger {
        private final byte[] claim = FrameCodec.encode(claims.claim(claims.room(), Intent.OPEN));
        private int sent;

        @Override
        public void onOpened(LoadLink link) {
            super.onOpened(link);
            dribble(link);
        }

        private void dribble(LoadLink link) {
            if (!link.isClosed()) {
                link.send(ByteBuffer.wrap(claim, sent++, 1));
                driver.after(SLOW_BYTE_MILLIS, () -> dribble(link));
            }
        }

        @Override
        public void onClosed(LoadLink link) {
            super.onClosed(link);
            if (!ending) {
                slowLives.add(link.age());
                // At its next byte: at once would make another flood of it.
                driver.after(SLOW_BYTE_MILLIS, () -> {
                    if (!ending) {
                        open(new Slow());
                    }
                });
            }
        }
    }

    /** So many slow ones at a time, from now on. */
    void slow(int count, double perSecond) {
        int[] left = {count};
        LoadDriver.Pace[] pace = new LoadDriver.Pace[1];
        pace[0] = driver.pace(perSecond, () -> {
            if (left[0]-- > 0) {
                open(new Slow());
            }
        });
    }

    /** Sends {@code bytes} once it is welcomed, or at once, and stays. */
    private final class Silent extends Stranger {
        private final byte[] bytes;
        private final boolean atOnce;

        Silent(byte[] bytes, boolean atOnce) {
            this.bytes = bytes;
            this.atOnce = atOnce;
        }

        @Override
        public void onOpened(LoadLink link) {
            super.onOpened(link);
            if (atOnce) {
                welcomed++;
                link.send(ByteBuffer.wrap(bytes));
            }
        }

        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer frame) {
            super.onFrame(link, type, frame);
            if (type == Wire.WELCOME && !atOnce) {
                link.send(ByteBuffer.wrap(bytes));
            }
        }
    }

    /** {@code count} connections that each send the same first bytes and wait; {@code atOnce} without waiting to be welcomed. */
    void crowd(int count, byte[] firstBytes, boolean atOnce) {
        byte[] bytes = Arrays.copyOf(firstBytes, firstBytes.length);
        driver.run(() -> {
            for (int i = 0; i < count; i++) {
                open(new Silent(bytes, atOnce));
            }
        });
    }

    /** Opens a room and waits in it. */
    private final class Squatter extends Stranger {
        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer frame) {
            super.onFrame(link, type, frame);
            if (type == Wire.WELCOME) {
                link.send(claims.claim(claims.room(), Intent.OPEN));
            } else if (type == Wire.SEATED) {
                seated++;
            }
        }
    }

    void squat() {
        open(new Squatter());
    }

    /** Resets all connections. */
    void end() {
        driver.run(() -> {
            ending = true;
            Set.copyOf(links).forEach(LoadLink::reset);
        });
    }

    /** Lets {@link #slow} begin anew after {@link #end}. */
    void begin() {
        driver.run(() -> ending = false);
    }

    int open() {
        return driver.call(links::size);
    }

    long seated() {
        return driver.call(() -> seated);
    }

    long welcomed() {
        return driver.call(() -> welcomed);
    }

    long refused() {
        return driver.call(() -> refused);
    }

    /** How long slow ones were borne. */
    Times slowLives() {
        return slowLives;
    }

    String counts() {
        return driver.call(() -> String.format(
                java.util.Locale.ROOT,
                "%,d connected, %,d welcomed, %,d refused, %,d without a socket of our own",
                opened,
                welcomed,
                refused,
                noSocket));
    }
}

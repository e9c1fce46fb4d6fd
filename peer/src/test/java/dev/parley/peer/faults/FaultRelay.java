package dev.parley.peer.faults;

import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The relay of one room, which may be made to end and come back on its port. Any thread asks for that, the room's thread does it. */
final class FaultRelay implements AutoCloseable {
    private Relay relay;
    private Optional<Long> restart = Optional.empty();
    private volatile boolean down;

    FaultRelay() throws IOException {
        start(0);
    }

    private void start(int port) throws IOException {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new RelayOptions(1, 100, 10, ""),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    InetSocketAddress address() throws IOException {
        return relay.address();
    }

    /** Whether its process has ended as by a signal that cannot be caught. */
    boolean isDown() {
        return down;
    }

    synchronized boolean isToRestart() {
        return restart.isPresent();
    }

    /** The relay's process ends soon; {@code politely} if it tells its peers. */
    synchronized void restart(FaultProxy proxy, boolean politely, long downMillis) {
        down = !politely;
        if (!politely) {
            for (int end = 0; end < 2; end++) {
                proxy.refuse(end, 60_000);
                proxy.sever(end, true);
            }
        }
        restart = Optional.of(downMillis);
    }

    private synchronized Optional<Long> takeRestart() {
        Optional<Long> taken = restart;
        restart = Optional.empty();
        return taken;
    }

    /** Ends and starts it if it was asked for, with {@code pause} again and again while it is down; whether it was. */
    boolean restartIfAsked(FaultProxy proxy, Runnable pause) throws IOException {
        Optional<Long> downMillis = takeRestart();
        if (downMillis.isEmpty()) {
            return false;
        }
        int port = relay.address().getPort();
        relay.close();
        // As the end of a process would, also for a connection that it had not yet looked at.
        proxy.sever(0, true);
        proxy.sever(1, true);
        long restartAt = System.nanoTime() + downMillis.get() * 1_000_000;
        while (System.nanoTime() < restartAt) {
            pause.run();
        }
        start(port);
        down = false;
        proxy.refuse(0, 0);
        proxy.refuse(1, 0);
        return true;
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}

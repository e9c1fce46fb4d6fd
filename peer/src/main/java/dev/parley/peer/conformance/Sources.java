package dev.parley.peer.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The addresses from which the peers of one scenario come: a relay on this machine sees one for each, any other relay sees ours. */
final class Sources {
    private static final int FIRST = 2;

    private final boolean apart;
    private final Map<String, InetAddress> named = new HashMap<>();

    private Sources(boolean apart) {
        this.apart = apart;
    }

    /** @param apart whether each name is to have an address of its own, as {@link #canBeApart} says */
    static Sources fresh(boolean apart) {
        return new Sources(apart);
    }

    /** Whether several sources can be told apart by a relay at {@code host}. */
    static boolean canBeApart(String host) {
        try {
            InetAddress relay = InetAddress.getByName(host);
            if (!relay.isLoopbackAddress() || relay.getAddress().length != 4) {
                return false;
            }
            new ServerSocket(0, 1, loopback(FIRST)).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Optional<InetAddress> of(String name) throws IOException {
        if (!apart) {
            return Optional.empty();
        }
        if (!named.containsKey(name)) {
            named.put(name, loopback(FIRST + named.size()));
        }
        return Optional.of(named.get(name));
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }
}

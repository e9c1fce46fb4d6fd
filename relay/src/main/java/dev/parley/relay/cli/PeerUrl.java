package dev.parley.relay.cli;

import dev.parley.relay.config.ListenAddress;
import dev.parley.relay.config.RelayConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** The line that an operator gives to friends: {@code parley://HOST:PORT#pin=PIN}. */
final class PeerUrl {
    private final String address;

    /** Takes the public address; else where it listens first; else the first address of this machine that others may reach. {@code port} is the real one. */
    PeerUrl(RelayConfig config, int port) {
        ListenAddress first = config.listening().addresses().get(0);
        address = config.operation()
                .publicAddress()
                .map(name -> ListenAddress.parse(name).isPresent() ? name : name + ":" + port)
                .orElseGet(() -> ListenAddress.format(host(first), port));
    }

    String of(String pin) {
        return "parley://" + address + "#pin=" + pin;
    }

    private static String host(ListenAddress listen) {
        try {
            if (!InetAddress.getByName(listen.host()).isAnyLocalAddress()) {
                return listen.host();
            }
            return ownAddress().map(InetAddress::getHostAddress).orElse("localhost");
        } catch (UnknownHostException | SocketException e) {
            return listen.host();
        }
    }

    private static Optional<InetAddress> ownAddress() throws SocketException {
        List<InetAddress> all = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        return all.stream()
                .filter(address -> address.getAddress().length == 4)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }
}

package dev.parley.peer.net;

import dev.parley.crypto.Pin;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The relay of one run and the key that it must show: the one it is pinned to, or else the one with which it said its first WELCOME
 * (PROTOCOL.md section 2.2). Shared by the threads of all connections.
 */
public final class KnownRelay {
    private final Consumer<RelayAddress> welcomed;
    private final Credentials credentials;
    private RelayAddress address;
    private boolean wasWelcome;
    private Optional<Pin> refused = Optional.empty();
    private Optional<SocksProxy> proxy = Optional.empty();
    private Optional<ProxyProblem> proxyProblem = Optional.empty();

    /** @param welcomed told the address, over TLS with its pin, at the first WELCOME, on the loop's thread */
    public KnownRelay(RelayAddress address, Consumer<RelayAddress> welcomed) {
        this(address, Credentials.none(), welcomed);
    }

    /** @param credentials shown on each connection if the relay asks for them */
    public KnownRelay(RelayAddress address, Credentials credentials, Consumer<RelayAddress> welcomed) {
        this.address = address;
        this.credentials = credentials;
        this.welcomed = welcomed;
    }

    /** Where it is; pinned as soon as its key is known. */
    public synchronized RelayAddress address() {
        return address;
    }

    Credentials credentials() {
        return credentials;
    }

    /** The last key that was not the relay's. */
    public synchronized Optional<Pin> refused() {
        return refused;
    }

    /** Every connection goes through {@code through} from now on, or fails; a relay on this machine is reached without it. */
    public synchronized KnownRelay behind(Optional<SocksProxy> through) {
        proxy = through.filter(any -> !address.isOnThisMachine());
        return this;
    }

    synchronized Optional<SocksProxy> proxy() {
        return proxy;
    }

    synchronized void onProxyProblem(Optional<ProxyProblem> problem) {
        proxyProblem = problem;
    }

    /** What the proxy said last, if it did not bring us to the relay. */
    public synchronized Optional<ProxyProblem> proxyProblem() {
        return proxyProblem;
    }

    /** Whether this may be the relay's key. */
    synchronized boolean accepts(Pin shown) {
        boolean accepted = address.pin().isEmpty() || address.pin().get().equals(shown);
        if (!accepted) {
            refused = Optional.of(shown);
        }
        return accepted;
    }

    /** Whoever showed this key, or none over plain TCP, is a relay. */
    void onWelcome(Optional<Pin> shown) {
        synchronized (this) {
            if (wasWelcome) {
                return;
            }
            wasWelcome = true;
            address = shown.map(address::pinned).orElse(address);
        }
        welcomed.accept(address());
    }
}

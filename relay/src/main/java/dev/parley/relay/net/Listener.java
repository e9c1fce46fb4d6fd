package dev.parley.relay.net;

import dev.parley.relay.tls.Tls;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a relay listens.
 *
 * @param tls what its connections speak TLS by; empty for plain TCP
 */
public record Listener(InetSocketAddress address, Optional<Tls> tls) {}

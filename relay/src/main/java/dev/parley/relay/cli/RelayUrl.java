package dev.parley.relay.cli;

import dev.parley.relay.config.ListenAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How peers name a relay: {@code parley://HOST[:PORT]#pin=PIN}, {@code tcp://HOST[:PORT]}, or {@code HOST[:PORT]}, which is plain on
 * loopback and TLS elsewhere.
 *
 * @param pin what its key must hash to, 43 characters; empty if that was not said
 */
record RelayUrl(String host, int port, boolean isTls, Optional<String> pin) {
    private static final int DEFAULT_PORT = 4433;
    private static final Pattern FORM = Pattern.compile(
            "(parley://|tcp://)?(\\[[^\\]]+]|[^\\[\\]:/#]+)(:[0-9]{1,5})?/?(#pin=([A-Za-z0-9_-]{43}))?");

    /** Empty if the text is not of these forms; also for a link with a code in it, which belongs in no argument. */
    static Optional<RelayUrl> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group(3) == null ? ":" + DEFAULT_PORT : matcher.group(3);
        Optional<ListenAddress> address = ListenAddress.parse(matcher.group(2) + port);
        Optional<String> pin = Optional.ofNullable(matcher.group(5));
        boolean isPlain = "tcp://".equals(matcher.group(1));
        if (address.isEmpty() || address.get().port() == 0 || isPlain && pin.isPresent()) {
            return Optional.empty();
        }
        String host = address.get().host();
        boolean isTls = matcher.group(1) == null ? pin.isPresent() || !isLoopback(host) : !isPlain;
        return Optional.of(new RelayUrl(host, address.get().port(), isTls, pin));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
}

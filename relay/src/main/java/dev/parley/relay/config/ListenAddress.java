package dev.parley.relay.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen: {@code HOST:PORT}, an IPv6 address in brackets, with {@code tls://} in front where TLS is wanted on loopback too.
 *
 * @param port 0 picks one
 */
public record ListenAddress(String host, int port, boolean isTls) {
    private static final Pattern FORM =
            Pattern.compile("(tls://)?(\\[[0-9A-Za-z:.%]{2,60}]|[A-Za-z0-9._-]{1,253}):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /** Empty if the text is not of this form. */
    public static Optional<ListenAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(2).replaceAll("^\\[|]$", "");
        return port > MAX_PORT
                ? Optional.empty()
                : Optional.of(new ListenAddress(host, port, matcher.group(1) != null));
    }

    /** Asks the system for the address of the host. */
    public InetSocketAddress resolve() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** The address without its scheme. */
    public String format() {
        return format(host, port);
    }

    /** {@code HOST:PORT}, an IPv6 address in brackets. */
    public static String format(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

package dev.parley.peer.net;

import dev.parley.crypto.Pin;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a relay is and how to speak to it (PROTOCOL.md section 2.1): {@code parley://HOST[:PORT][#pin=PIN]} for TLS, {@code
 * tcp://HOST[:PORT]} for plain TCP, or a bare {@code HOST[:PORT]}, which is plain on this machine and TLS elsewhere.
 *
 * @param host a name, an IPv4 or an IPv6 address, in lower case and without brackets
 * @param port 1 to 65535
 * @param pin the key that the relay must show; only with TLS
 */
public record RelayAddress(String host, int port, Transport transport, Optional<Pin> pin) {
    public static final int DEFAULT_PORT = 4433;

    static final String TLS_SCHEME = "parley://";

    private static final String PLAIN_SCHEME = "tcp://";
    private static final String PIN_MARK = "#pin=";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAME_LENGTH = 253;

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([^\\[\\]]*)]|([^\\[\\]:]*))(?::([0-9]{1,5}))?");
    private static final String LABEL = "[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?[0-9]+");
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]{2,45})(%[0-9A-Za-z._-]{1,16})?");

    public RelayAddress {
        if (pin.isPresent() && transport == Transport.PLAIN) {
            throw new IllegalArgumentException("Plain TCP shows no key that could be pinned.");
        }
    }

    /** A relay named without a scheme. */
    public RelayAddress(String host, int port) {
        this(host, port, isThisMachine(host) ? Transport.PLAIN : Transport.TLS, Optional.empty());
    }

    /** Reads what a person typed; empty if it is no address. */
    public static Optional<RelayAddress> parse(String typed) {
        String text = typed.strip();
        if (text.startsWith(PLAIN_SCHEME)) {
            return hostAndPort(text.substring(PLAIN_SCHEME.length())).map(bare -> bare.over(Transport.PLAIN));
        }
        if (!text.startsWith(TLS_SCHEME)) {
            // An IPv6 address alone is clear enough without brackets.
            return isIpv6(text)
                    ? Optional.of(new RelayAddress(text.toLowerCase(Locale.ROOT), DEFAULT_PORT))
                    : hostAndPort(text);
        }
        String rest = text.substring(TLS_SCHEME.length());
        int mark = rest.indexOf(PIN_MARK);
        if (mark < 0) {
            return hostAndPort(rest).map(bare -> bare.over(Transport.TLS));
        }
        return Pin.parse(rest.substring(mark + PIN_MARK.length()))
                .flatMap(pin -> hostAndPort(rest.substring(0, mark)).map(bare -> bare.pinned(pin)));
    }

    private static Optional<RelayAddress> hostAndPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean valid = parts.group(1) != null ? isIpv6(parts.group(1)) : isNameOrIpv4(parts.group(2));
        int port = parts.group(3) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(3));
        if (!valid || port < 1 || port > MAX_PORT) {
            return Optional.empty();
        }
        String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
        return Optional.of(new RelayAddress(host.toLowerCase(Locale.ROOT), port));
    }

    private static boolean isNameOrIpv4(String host) {
        // What ends in a number is an address or nothing: resolvers read such names in ways of their own.
        return host.length() <= MAX_NAME_LENGTH
                && NAME.matcher(host).matches()
                && (!ENDS_IN_NUMBER.matcher(host).matches()
                        || IPV4.matcher(host).matches());
    }

    private static boolean isIpv6(String text) {
        Matcher parts = IPV6.matcher(text);
        return parts.matches()
                && text.indexOf(':') >= 0
                && literal(parts.group(1)).isPresent();
    }

    /** The address that {@code literal} spells, which holds a colon, so that nothing is ever looked up. */
    private static Optional<InetAddress> literal(String literal) {
        try {
            return Optional.of(InetAddress.getByName("[" + literal + "]"));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code host} is this machine by its spelling alone: localhost, 127.0.0.0/8 or ::1. */
    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.startsWith("127.") && IPV4.matcher(host).matches()
                || host.indexOf(':') >= 0
                        && host.indexOf('%') < 0
                        && literal(host)
                                .filter(address -> address instanceof Inet6Address && address.isLoopbackAddress())
                                .isPresent();
    }

    /** Whether the relay is on this machine, by the spelling of its host alone. */
    public boolean isOnThisMachine() {
        return isThisMachine(host);
    }

    private RelayAddress over(Transport wanted) {
        return new RelayAddress(host, port, wanted, Optional.empty());
    }

    public boolean isTls() {
        return transport == Transport.TLS;
    }

    /** The same relay, over TLS and known by its key. */
    public RelayAddress pinned(Pin known) {
        return new RelayAddress(host, port, Transport.TLS, Optional.of(known));
    }

    /** The same relay, its key left to what is remembered. */
    public RelayAddress unpinned() {
        return over(transport);
    }

    /** The same relay by another of its addresses. */
    public RelayAddress on(String otherHost) {
        return new RelayAddress(otherHost, port, transport, pin);
    }

    /** {@code HOST:PORT}: where it is, whatever is spoken there. */
    public String place() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** The shortest text that {@link #parse} reads as this. */
    public String format() {
        if (pin.isPresent()) {
            return TLS_SCHEME + place() + PIN_MARK + pin.get().format();
        }
        if (transport == new RelayAddress(host, port).transport()) {
            return place();
        }
        return (isTls() ? TLS_SCHEME : PLAIN_SCHEME) + place();
    }

    /** Whether the host is a name of the public DNS: no address, no name of this machine or of a network of its own. */
    boolean isDnsName() {
        return host.indexOf('.') > 0
                && host.indexOf('_') < 0
                && host.indexOf(':') < 0
                && !IPV4.matcher(host).matches();
    }

    @Override
    public String toString() {
        return format();
    }
}

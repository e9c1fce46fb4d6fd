package dev.parley.peer.net;

import java.util.Optional;

/** Where a relay is: {@code HOST[:PORT]} or {@code [IPV6]:PORT}. */
public record RelayAddress(String host, int port) {
    public static final int DEFAULT_PORT = 4433;

    /** Reads what a person typed; empty if it is no address. */
    public static Optional<RelayAddress> parse(String typed) {
        String text = typed.strip();
        String host = text;
        String port = Integer.toString(DEFAULT_PORT);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                return Optional.empty();
            }
            host = text.substring(1, end);
            if (end + 1 < text.length()) {
                if (text.charAt(end + 1) != ':') {
                    return Optional.empty();
                }
                port = text.substring(end + 2);
            }
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            host = text.substring(0, text.indexOf(':'));
            port = text.substring(text.indexOf(':') + 1);
        }
        if (!host.matches("[0-9A-Za-z._:%-]{1,253}") || !port.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(port);
        return number < 1 || number > 65_535 ? Optional.empty() : Optional.of(new RelayAddress(host, number));
    }

    /** As one would type it. */
    public String format() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

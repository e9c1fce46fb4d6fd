package dev.parley.relay.room;

/** Where a connection comes from, as far as limits go: one IPv4 address or one IPv6 /64. Never logged. */
public record Source(String prefix) {
    /** 127.0.0.0/24 and ::1: this machine itself, or a proxy on it, where one cannot be told from another. */
    private static final String OWN_IPV4 = "7f0000";

    private static final String OWN_IPV6 = "0000000000000000";

    /** Whether no limits per source apply. */
    public boolean isOwn() {
        return prefix.startsWith(OWN_IPV4) || prefix.equals(OWN_IPV6);
    }

    @Override
    public String toString() {
        return "Source[hidden]";
    }
}

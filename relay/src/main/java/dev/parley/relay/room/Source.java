package dev.parley.relay.room;

/** Where a connection comes from, as far as limits go: one IPv4 address or one IPv6 /64. Never logged. */
public record Source(String prefix) {
    @Override
    public String toString() {
        return "Source[hidden]";
    }
}

package dev.parley.peer.net;

/** What stood in the way between us, a SOCKS proxy and the relay (RFC 1928 section 6). */
public enum ProxyProblem {
    /** Nothing takes connections where the proxy should be, or it says nothing. */
    UNREACHABLE(false),
    /** What answers speaks no SOCKS 5. */
    NOT_SOCKS(true),
    /** It wants a login, or another one. */
    LOGIN(true),
    /** X'02': its rules do not allow it. */
    NOT_ALLOWED(true),
    /** X'03', X'04': it finds no way to the relay, or nothing of that name. */
    NO_WAY(false),
    /** X'05': nothing takes connections where the relay should be. */
    REFUSED(false),
    /** X'07', X'08': it cannot do what was asked. */
    UNABLE(true),
    /** X'01', X'06' and whatever is not in the RFC, such as Tor's own. */
    FAILED(false);

    private final boolean isFinal;

    ProxyProblem(boolean isFinal) {
        this.isFinal = isFinal;
    }

    /** Whether trying again would change nothing. */
    boolean isFinal() {
        return isFinal;
    }

    static ProxyProblem of(int reply) {
        return switch (reply) {
            case 2 -> NOT_ALLOWED;
            case 3, 4 -> NO_WAY;
            case 5 -> REFUSED;
            case 7, 8 -> UNABLE;
            default -> FAILED;
        };
    }
}

package dev.parley.peer.room;

/** How a room ended; the exit codes are frozen (README, "Exit codes"). */
public enum Outcome {
    LEFT(0, "OK"),
    PEER_LEFT(0, "OK"),
    INTERNAL(1, "E_INTERNAL"),
    RELAY_UNREACHABLE(3, "E_RELAY_UNREACHABLE"),
    RELAY_BUSY(3, "E_RELAY_BUSY"),
    PROXY(3, "E_PROXY"),
    CONNECTION_LOST(3, "E_CONNECTION_LOST"),
    ROOM_GONE(4, "E_ROOM_GONE"),
    CODE_DEAD(5, "E_CODE_DEAD"),
    NOT_CONFIRMED(5, "E_NOT_CONFIRMED"),
    ROLLED_BACK(5, "E_ROLLED_BACK"),
    RELAY_CHANGED(5, "E_RELAY_CHANGED"),
    RELAY_NOT_TLS(6, "E_RELAY_NOT_TLS"),
    RELAY_IS_TLS(6, "E_RELAY_IS_TLS"),
    NOT_A_RELAY(6, "E_NOT_A_RELAY"),
    RELAY_VERSION(6, "E_RELAY_VERSION"),
    OWN_END(6, "E_OWN_END"),
    PROTOCOL(6, "E_PROTOCOL"),
    PIPE_CUT(7, "E_PIPE_CUT"),
    TURNED_AWAY(7, "E_TURNED_AWAY"),
    BLOCKED(7, "E_BLOCKED"),
    NOT_ADMITTED(7, "E_NOT_ADMITTED"),
    OPENED_ELSEWHERE(7, "E_OPENED_ELSEWHERE"),
    TIMED_OUT(8, "E_TIMED_OUT");

    private final int exitCode;
    private final String code;

    Outcome(int exitCode, String code) {
        this.exitCode = exitCode;
        this.code = code;
    }

    /** Whether somebody said goodbye, so that nothing is left to come back to. */
    public boolean isFarewell() {
        return this == LEFT || this == PEER_LEFT;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The stable name, the same in the README, in scripts and on the screen. */
    public String code() {
        return code;
    }
}

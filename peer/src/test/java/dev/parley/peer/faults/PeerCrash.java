package dev.parley.peer.faults;

/** Ends a peer's loop where it stands. */
final class PeerCrash extends RuntimeException {
    private static final long serialVersionUID = 1;

    PeerCrash(String label) {
        super(label);
    }
}

package dev.parley.peer.faults;

/** What can go wrong between two peers, at a relay, or with a process. */
enum FaultKind {
    /** Both halves of a connection end in order; what was under way is lost. */
    CUT,
    /** Both halves of a connection are reset. */
    RESET,
    /** One direction ends, the other goes on. */
    HALF_CLOSE,
    /** Not a byte passes for a while, in one or both directions, and nobody is told. */
    STALL,
    /** Everything takes 200 ± 100 ms longer for a while. */
    DELAY,
    /** 64 kbit/s for a while. */
    RATE,
    /** One end reads in tiny pieces for a while. */
    SLOW_READER,
    /** Frames come again, in the same connection or in one of somebody who recorded how the seat was taken. */
    DUPLICATE,
    /** The relay ends, with or without a word, and starts anew with nothing remembered. */
    RELAY_RESTART,
    /** A peer ends between two effects and starts anew from what was safe. */
    PEER_CRASH
}

package dev.parley.peer.faults;

/**
 * One fault of a plan.
 *
 * @param countdown how many frames in that phase pass unharmed before
 * @param draw decides all that is open
 */
record Fault(FaultKind kind, Phase phase, int countdown, long draw) {}

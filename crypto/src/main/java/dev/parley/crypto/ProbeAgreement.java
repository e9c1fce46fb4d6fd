package dev.parley.crypto;

import dev.parley.wire.RoomId;

/**
 * What a {@link ProbeHandshake} leaves beside its session.
 *
 * @param usedContinuity whether a secret that both held went into the keys
 */
public record ProbeAgreement(
        RoomId privateRoom, Continuity continuity, boolean usedContinuity, SafetyNumber safetyNumber) {}

package dev.parley.crypto;

import dev.parley.wire.RoomId;

/**
 * What a finished handshake leaves.
 *
 * @param theirKey who is at the other end
 * @param sessionNumber the number of this session
 * @param privateRoom the room that only these two know of
 * @param continuity what to remember from their CONFIRM on
 * @param continuityLost whether we had a secret to offer and the other end shared none
 */
public record Agreement(
        Session session,
        IdentityKey theirKey,
        SafetyNumber sessionNumber,
        RoomId privateRoom,
        Continuity continuity,
        boolean continuityLost) {}

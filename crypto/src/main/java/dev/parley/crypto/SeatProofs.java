package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import dev.parley.wire.Challenge;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatProof;

/** Proves to a relay that we own a seat (PROTOCOL.md section 3.4). */
public final class SeatProofs {
    private SeatProofs() {}

    public static SeatProof of(SeatKey key, Challenge challenge, RoomId room, int instance, int attempt) {
        return SeatProof.of(Hash.hmacSha256(key.toByteArray(), SeatProof.input(challenge, room, instance, attempt)));
    }
}

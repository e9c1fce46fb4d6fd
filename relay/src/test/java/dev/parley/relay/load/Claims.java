package dev.parley.relay.load;

import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.Wire;
import java.util.Random;

/** Rooms and claims out of a seed; nobody's secret hangs on them. */
final class Claims {
    private final Random random;

    Claims(long seed) {
        random = new Random(seed);
    }

    RoomId room() {
        byte[] id = new byte[Wire.ROOM_ID_BYTES];
        random.nextBytes(id);
        return RoomId.of(id);
    }

    PeerFrame.Claim claim(RoomId room, Intent intent) {
        byte[] key = new byte[Wire.SEAT_KEY_BYTES];
        random.nextBytes(key);
        return new PeerFrame.Claim(Wire.MAX_PROTOCOL, room, SeatKey.of(key), intent, random.nextInt(), 1);
    }
}

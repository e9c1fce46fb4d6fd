package dev.parley.peer.faults;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.util.Arrays;

/** Tells the {@link Phase} of one connection from its frames, none of which it opens. */
final class LinkWatch {
    /** Our messages are short: only REKEY1 and REKEY2 are longer than this. */
    private static final int REKEY_FRAME_BYTES = 1_000;

    private static final int BODY = Wire.HEADER_BYTES;

    private final byte[] place;
    private final boolean[] spoke = new boolean[2];
    private final int[] epochs = new int[2];
    private Phase phase = Phase.CONNECTING;
    private boolean isRoom;
    private int rekeyTo;

    LinkWatch(RoomId place) {
        this.place = place.toByteArray();
    }

    Phase phase() {
        return phase;
    }

    /** Whether this connection is one to the private room; false while that is unknown. */
    boolean isRoom() {
        return isRoom;
    }

    static int type(byte[] frame) {
        return frame[Wire.LENGTH_BYTES];
    }

    static boolean isEnvelope(byte[] frame, EnvelopeKind kind) {
        return type(frame) == Wire.ENVELOPE && frame[BODY] == kind.code();
    }

    static int epoch(byte[] frame) {
        return java.nio.ByteBuffer.wrap(frame).getInt(BODY + 1);
    }

    static long seq(byte[] frame) {
        return java.nio.ByteBuffer.wrap(frame).getLong(BODY + 5);
    }

    void onFrame(boolean towardRelay, byte[] frame) {
        switch (type(frame)) {
            case Wire.CLAIM, Wire.RESUME -> {
                isRoom = !Arrays.equals(frame, BODY + 2, BODY + 2 + place.length, place, 0, place.length);
                phase = Phase.SEATING;
            }
            case Wire.SEATED -> meet(frame[BODY + 1] == SeatState.PRESENT.ordinal());
            case Wire.PEER ->
                meet(frame[BODY] == PeerEvent.ARRIVED.ordinal() || frame[BODY] == PeerEvent.BACK.ordinal());
            case Wire.ENVELOPE -> onEnvelope(towardRelay ? 0 : 1, frame);
            default -> {}
        }
    }

    private void meet(boolean present) {
        phase = present ? Phase.FLIGHT_1 : Phase.WAITING;
        Arrays.fill(spoke, false);
    }

    private void onEnvelope(int direction, byte[] frame) {
        switch (EnvelopeKind.of(frame[BODY]).orElseThrow()) {
            case HELLO -> phase = Phase.FLIGHT_1;
            case SHARE -> phase = Phase.SHARE;
            case CONFIRM -> phase = Phase.CONFIRM;
            case RESUME_SESSION -> phase = Phase.RESUMING;
            case SESSION_FRAME -> onSessionFrame(direction, frame);
        }
    }

    private void onSessionFrame(int direction, byte[] frame) {
        spoke[direction] = true;
        epochs[direction] = epoch(frame);
        if (!isRoom) {
            phase = Phase.MOVING;
        } else if (phase == Phase.TALKING && frame.length > REKEY_FRAME_BYTES) {
            phase = Phase.REKEY;
            rekeyTo = epoch(frame) + 1;
        } else if (phase == Phase.REKEY ? Math.min(epochs[0], epochs[1]) >= rekeyTo : spoke[0] && spoke[1]) {
            phase = Phase.TALKING;
        }
    }
}

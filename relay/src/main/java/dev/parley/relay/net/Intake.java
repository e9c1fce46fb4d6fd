package dev.parley.relay.net;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RoomId;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What connections say, frame by frame, out of the loop's buffer: every contiguous run of envelopes is written to the partner at once,
 * control frames are handled, and only what is unfinished is copied. On the loop's thread only.
 */
final class Intake {
    /** How often to look whether a room that had too much may go on. */
    private static final long PAUSED_MILLIS = 20;

    /** What only the loop can do. */
    interface Loop {
        /** Whether the room lives elsewhere; then the connection is handed over with the rest of its bytes, and no more to be touched. */
        boolean moves(Connection connection, RoomId room, ByteBuffer rest);
    }

    private final LoopRooms rooms;
    private final LoopCounts counts;
    private final Loop loop;

    /** Those whose room has had more than its share. */
    private final List<Connection> paused = new ArrayList<>();

    private ByteBuffer buffer;
    private long now;
    private long bytesPerSecond;
    private int envelopesInRun;

    Intake(LoopRooms rooms, LoopCounts counts, Loop loop) {
        this.rooms = rooms;
        this.counts = counts;
        this.loop = loop;
    }

    /**
     * Takes all of {@code frames}, between its position 0 and its limit, until less than a frame is left; whether the connection goes on
     * here.
     *
     * @param perSecond envelope bytes that a room may pass on; 0 for any number
     */
    boolean take(Connection connection, ByteBuffer frames, long at, long perSecond) {
        buffer = frames;
        now = at;
        bytesPerSecond = perSecond;
        envelopesInRun = 0;
        return consume(connection);
    }

    /** Reads those again whose room's account is even. */
    void letGoOn(long at) {
        paused.removeIf(connection -> connection.phase() == Connection.Phase.CLOSED || connection.mayGoOn(at));
    }

    /** When {@link #letGoOn} is wanted next. */
    long nextLook(long at) {
        return paused.isEmpty() ? Long.MAX_VALUE : at + PAUSED_MILLIS;
    }

    private boolean consume(Connection connection) {
        int limit = buffer.limit();
        int runStart = 0;
        int at = 0;
        while (limit - at >= Wire.HEADER_BYTES) {
            int length = buffer.getInt(at);
            int type = buffer.get(at + Wire.LENGTH_BYTES);
            boolean isEnvelope = type == Wire.ENVELOPE
                    && length > 1
                    && length <= Wire.MAX_LENGTH
                    && connection.phase() == Connection.Phase.SEATED;
            if (!isEnvelope && !isAllowed(connection, length, type)) {
                forward(connection, runStart, at);
                if (connection.phase() != Connection.Phase.ENDING) {
                    rooms.refuse(connection, Refusal.BAD_FRAME, now);
                }
                return false;
            }
            int next = at + Wire.LENGTH_BYTES + length;
            if (next > limit) {
                break;
            }
            if (isEnvelope) {
                envelopesInRun++;
            } else {
                forward(connection, runStart, at);
                if (connection.phase() == Connection.Phase.ENDING || !control(connection, at, next, limit)) {
                    return false;
                }
                runStart = next;
            }
            at = next;
        }
        forward(connection, runStart, at);
        if (at < limit && connection.phase() != Connection.Phase.ENDING) {
            connection.keepHalfFrame(buffer.limit(limit).position(at));
        }
        return connection.phase() != Connection.Phase.ENDING;
    }

    private static boolean isAllowed(Connection connection, int length, int type) {
        try {
            FrameCodec.checkPeerHeader(length, type);
        } catch (WireException e) {
            return false;
        }
        boolean seated = connection.phase() == Connection.Phase.SEATED;
        return switch (type) {
            case Wire.ADMIT, Wire.CLAIM, Wire.RESUME -> !seated;
            case Wire.PING, Wire.PONG -> true;
            default -> seated;
        };
    }

    private void forward(Connection connection, int from, int to) {
        int envelopes = envelopesInRun;
        envelopesInRun = 0;
        if (from == to || connection.phase() != Connection.Phase.SEATED) {
            return;
        }
        Connection partner = connection.partner();
        if (partner != null) {
            int limit = buffer.limit();
            partner.forward(buffer.limit(to).position(from));
            buffer.limit(limit);
            counts.add(Count.ENVELOPES, envelopes);
            counts.add(Count.ENVELOPE_BYTES, to - from);
            if (bytesPerSecond > 0 && connection.charge(to - from, bytesPerSecond)) {
                paused.add(connection);
            }
        } else if (!connection.mayBeUnheard(to - from)) {
            rooms.refuse(connection, Refusal.NOBODY_THERE, now);
        }
    }

    /** Handles the control frame at {@code from}; false if the connection ended or moved to another loop. */
    private boolean control(Connection connection, int from, int to, int limit) {
        PeerFrame frame;
        try {
            frame = FrameCodec.decodePeer(buffer.limit(to).position(from));
        } catch (WireException e) {
            rooms.refuse(connection, Refusal.BAD_FRAME, now);
            return false;
        } finally {
            buffer.limit(limit);
        }
        if (frame instanceof PeerFrame.Claim claim && moves(connection, claim.room(), from)
                || frame instanceof PeerFrame.Resume resume && moves(connection, resume.room(), from)) {
            return false;
        }
        rooms.take(connection, frame, now);
        return connection.phase() != Connection.Phase.ENDING && connection.phase() != Connection.Phase.CLOSED;
    }

    private boolean moves(Connection connection, RoomId room, int from) {
        return loop.moves(connection, room, buffer.position(from));
    }
}

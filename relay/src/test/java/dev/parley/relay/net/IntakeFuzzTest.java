package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.DenyList;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.admission.TestKeys;
import dev.parley.relay.room.Limits;
import dev.parley.relay.room.Source;
import dev.parley.wire.AccessToken;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatProof;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Peers that say any bytes and any frames, whole, in pieces or run together: each hears only whole frames, and the relay goes on. */
class IntakeFuzzTest {
    private static final int CONNECTIONS = 4;
    private static final int MAX_STEPS = 300;
    private static final AccessToken TOKEN = AccessToken.of(new byte[AccessToken.BYTES]);
    private static final TestKeys ANNA = TestKeys.fresh();
    private static final Gate CLOSED = new Gate(
            new Admission(
                    AdmissionMode.EITHER,
                    List.of(new ListedToken("t", TOKEN.hash(), OptionalLong.empty())),
                    List.of(ANNA.listed()),
                    DenyList.NOBODY),
            () -> 1);

    private final Connection[] connections = new Connection[CONNECTIONS];
    private final CountingTransport[] heard = new CountingTransport[CONNECTIONS];
    private LoopRooms rooms;
    private Intake intake;
    private long now;

    @FuzzTest(maxDuration = "10m")
    void TR_05_any_bytes_of_any_peers_are_carried_or_refused(FuzzedDataProvider data) throws WireException {
        boolean closed = data.consumeBoolean();
        now = 0;
        LoopCounts counts = new LoopCounts();
        rooms = new LoopRooms(3, new Sources(new Limits(100, 3, 0, 0, 6, 0)), closed ? CLOSED : Gate.open(), counts);
        intake = new Intake(rooms, counts, (connection, room, rest) -> false);
        Arrays.setAll(connections, at -> fresh(at, closed));
        for (int i = 0; i < MAX_STEPS && data.remainingBytes() > 0; i++) {
            int at = data.consumeInt(0, CONNECTIONS - 1);
            if (connections[at].phase() == Connection.Phase.ENDING) {
                assertWhole(heard[at].written());
                connections[at] = fresh(at, closed);
            }
            step(connections[at], data);
        }
        for (CountingTransport one : heard) {
            assertWhole(one.written());
        }
    }

    private Connection fresh(int at, boolean closed) {
        heard[at] = new CountingTransport();
        heard[at].allow(Integer.MAX_VALUE);
        Connection connection = new Connection(
                heard[at], new Source("s" + at), Challenge.of(new byte[Wire.CHALLENGE_BYTES]), () -> now);
        connection.mustBeAdmitted(closed ? AdmissionMode.EITHER : AdmissionMode.OPEN);
        return connection;
    }

    private void step(Connection connection, FuzzedDataProvider data) {
        switch (data.consumeInt(0, 6)) {
            case 0 -> say(connection, data.consumeBytes(data.consumeInt(1, 40)));
            case 1, 2 -> say(connection, FrameCodec.encode(frame(data)));
            case 3 -> {
                byte[] whole = FrameCodec.encode(frame(data));
                say(connection, Arrays.copyOf(whole, data.consumeInt(1, whole.length)));
            }
            case 4 -> {
                byte[] one = FrameCodec.encode(frame(data));
                byte[] other = FrameCodec.encode(frame(data));
                byte[] both = Arrays.copyOf(one, one.length + other.length);
                System.arraycopy(other, 0, both, one.length, other.length);
                say(connection, both);
            }
            case 5 -> {
                now += data.consumeInt(0, 70_000);
                rooms.tick(now);
                intake.letGoOn(now);
                assertThat(intake.nextLook(now)).isGreaterThan(now);
            }
            default -> {
                rooms.lost(connection, now);
                connection.end();
            }
        }
    }

    /** As the loop reads: behind what was left of the last time. */
    private void say(Connection connection, byte[] bytes) {
        ByteBuffer half = connection.takeHalfFrame();
        ByteBuffer all = ByteBuffer.allocate(bytes.length + (half == null ? 0 : half.remaining()));
        if (half != null) {
            all.put(half);
        }
        intake.take(connection, all.put(bytes).flip(), now, 1_000);
    }

    private static PeerFrame frame(FuzzedDataProvider data) {
        RoomId room = RoomId.of(filled(Wire.ROOM_ID_BYTES, data.consumeInt(0, 3)));
        int attempt = data.consumeInt(0, 3);
        return switch (data.consumeInt(0, 11)) {
            case 0, 1 ->
                new PeerFrame.Claim(
                        data.consumeInt(0, 2),
                        room,
                        SeatKey.of(filled(Wire.SEAT_KEY_BYTES, data.consumeInt(0, 2))),
                        data.pickValue(Intent.values()),
                        data.consumeInt(0, 1),
                        attempt);
            case 2 ->
                new PeerFrame.Resume(
                        1, room, 0, attempt, SeatProof.of(filled(Wire.PROOF_BYTES, data.consumeInt(0, 1))));
            case 3, 4, 5 -> new PeerFrame.Forward(Envelope.of(new byte[data.consumeInt(1, 300)]));
            case 6 -> new PeerFrame.Leave();
            case 7 -> new PeerFrame.Unseat();
            case 8 -> new PeerFrame.Ping(data.consumeLong());
            case 9 -> new PeerFrame.AdmitToken(data.consumeBoolean() ? TOKEN : AccessToken.of(filled(32, 9)));
            case 10 -> new PeerFrame.AdmitKey(ANNA.id());
            default -> new PeerFrame.AdmitProof(AdmissionProof.of(filled(32, 1)));
        };
    }

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static void assertWhole(byte[] written) throws WireException {
        ByteBuffer in = ByteBuffer.wrap(written);
        while (in.hasRemaining()) {
            byte[] frame = new byte[Wire.LENGTH_BYTES + in.getInt(in.position())];
            in.get(frame);
            assertThat(FrameCodec.encode(FrameCodec.decodeRelay(frame))).isEqualTo(frame);
        }
    }
}

package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code spec/vectors/frames} against the codec. */
class FrameVectorsTest {
    private static final Set<String> NOT_FIELDS = Set.of("from", "frame", "repeat", "expect", "comment");
    private static final List<String> PEER_TYPES =
            List.of("ADMIT", "CLAIM", "ENVELOPE", "LEAVE", "PING", "PONG", "RESUME", "UNSEAT");
    private static final List<String> RELAY_TYPES = List.of(
            "CHALLENGE", "DISPLACED", "ENVELOPE", "NOTICE", "PEER", "PING", "PONG", "REFUSED", "SEATED", "WELCOME");

    static List<VectorFile> vectors() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "frames"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void vector_has_its_outcome(VectorFile vector) throws WireException {
        byte[] frame = frameOf(vector);
        boolean fromPeer = isFromPeer(vector);
        if (isAccepted(vector)) {
            if (fromPeer) {
                PeerFrame decoded = FrameCodec.decodePeer(frame);
                assertThat(FrameText.of(decoded)).isEqualTo(fieldsOf(vector));
                assertThat(FrameCodec.encode(decoded)).isEqualTo(frame);
            } else {
                RelayFrame decoded = FrameCodec.decodeRelay(frame);
                assertThat(FrameText.of(decoded)).isEqualTo(fieldsOf(vector));
                assertThat(FrameCodec.encode(decoded)).isEqualTo(frame);
            }
        } else {
            assertThatThrownBy(() -> decode(fromPeer, frame))
                    .isInstanceOfSatisfying(
                            WireException.class,
                            refusal -> assertThat("refuse " + refusal.reason()).isEqualTo(vector.text("expect")));
        }
    }

    @Test
    void refusals_outnumber_acceptances() throws IOException {
        long accepted = vectors().stream().filter(FrameVectorsTest::isAccepted).count();
        assertThat(accepted).isGreaterThanOrEqualTo(20);
        assertThat(vectors().size() - accepted).isGreaterThanOrEqualTo(45).isGreaterThan(accepted);
    }

    @Test
    void every_type_of_both_sides_and_every_reason_occurs() throws IOException {
        Set<String> peerTypes = new TreeSet<>();
        Set<String> relayTypes = new TreeSet<>();
        Set<String> outcomes = new TreeSet<>();
        for (VectorFile vector : vectors()) {
            assertThat(vector.text("comment")).as(vector.name()).isNotEmpty();
            outcomes.add(vector.text("expect"));
            if (isAccepted(vector)) {
                (isFromPeer(vector) ? peerTypes : relayTypes).add(vector.text("type"));
            }
        }
        assertThat(peerTypes).containsExactlyElementsOf(PEER_TYPES);
        assertThat(relayTypes).containsExactlyElementsOf(RELAY_TYPES);
        assertThat(outcomes)
                .containsExactly(
                        "accept", "refuse BAD_FIELD", "refuse BAD_LENGTH", "refuse BAD_TEXT", "refuse UNKNOWN_TYPE");
    }

    private static void decode(boolean fromPeer, byte[] frame) throws WireException {
        if (fromPeer) {
            FrameCodec.decodePeer(frame);
        } else {
            FrameCodec.decodeRelay(frame);
        }
    }

    private static boolean isAccepted(VectorFile vector) {
        return vector.text("expect").equals("accept");
    }

    private static boolean isFromPeer(VectorFile vector) {
        String from = vector.text("from");
        assertThat(from).as(vector.name()).isIn("peer", "relay");
        return from.equals("peer");
    }

    /** The frame's bytes, with {@code repeat: <hex byte> <count>} behind them. */
    private static byte[] frameOf(VectorFile vector) {
        byte[] frame = vector.hex("frame");
        if (vector.entries().stream().noneMatch(entry -> entry.key().equals("repeat"))) {
            return frame;
        }
        String[] repeat = vector.text("repeat").split(" ", 2);
        byte[] whole = Arrays.copyOf(frame, frame.length + Integer.parseInt(repeat[1]));
        Arrays.fill(whole, frame.length, whole.length, (byte) Integer.parseInt(repeat[0], 16));
        return whole;
    }

    private static List<String> fieldsOf(VectorFile vector) {
        List<String> lines = new ArrayList<>();
        for (VectorFile.Entry entry : vector.entries()) {
            if (!NOT_FIELDS.contains(entry.key())) {
                lines.add((entry.key() + ": " + entry.value()).strip());
            }
        }
        return lines;
    }
}

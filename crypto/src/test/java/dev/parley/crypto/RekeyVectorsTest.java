package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.vectors.VectorFile;
import dev.parley.wire.Envelope;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/rekey}: whose turn it is, who seals and opens in which epoch, and when a rekey is due. */
class RekeyVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors", "rekey");
    private static final int REKEY1_BYTES = 1_480;

    @Test
    void every_script_is_played_as_it_says() throws Exception {
        int refused = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS);
        for (VectorFile vector : vectors) {
            boolean isTurns = vector.text("kind").equals("turns");
            List<String> seen = isTurns ? new Pair().play(vector) : due(vector);
            List<String> expected = vector.entries().stream()
                    .filter(entry -> entry.key().equals("out"))
                    .map(VectorFile.Entry::value)
                    .toList();
            assertThat(seen).as(vector.name()).isEqualTo(expected);
            boolean fine = isTurns
                    ? !seen.toString().contains("violation")
                    : seen.get(seen.size() - 1).equals("due");
            assertThat(fine).as(vector.name()).isEqualTo(vector.text("expect").equals("accept"));
            refused += fine ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(vectors.size() - refused);
    }

    private static List<String> due(VectorFile vector) {
        RekeyRule rule = new RekeyRule(0);
        List<String> seen = new ArrayList<>();
        for (VectorFile.Entry entry : vector.entries()) {
            String[] words = entry.value().split("[ =]");
            if (!entry.key().equals("in")) {
                continue;
            }
            switch (words[0]) {
                case "count" -> {
                    for (int i = 0; i < Integer.parseInt(words[3]); i++) {
                        rule.count(FrameKind.valueOf(words[1]), Integer.parseInt(words[5]));
                    }
                }
                case "resumed" -> rule.demand();
                case "epoch" -> rule.restart(Long.parseLong(words[1]));
                default -> seen.add(rule.isDue(Long.parseLong(words[1])) ? "due" : "not due");
            }
        }
        return seen;
    }

    /** Two real ends, and what is on its way to each. */
    private static final class Pair {
        private final Map<Role, Session> ends = new EnumMap<>(Role.class);
        private final Map<Role, Queue<Envelope>> onTheWay = new EnumMap<>(Role.class);
        private final List<String> seen = new ArrayList<>();

        Pair() {
            HandshakePair.Result result = HandshakePair.run(
                    HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.OPENER_KEY),
                    HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.JOINER_KEY),
                    Randomness.system(),
                    HandshakePair.Wire.honest());
            for (Agreement agreement :
                    List.of(result.opener().orElseThrow(), result.joiner().orElseThrow())) {
                ends.put(agreement.session().role(), agreement.session());
                onTheWay.put(agreement.session().role(), new ArrayDeque<>());
            }
        }

        List<String> play(VectorFile vector) {
            for (VectorFile.Entry entry : vector.entries()) {
                if (entry.key().equals("in")) {
                    String[] words = entry.value().split("[ =]");
                    Role who = Role.valueOf(words[1]);
                    switch (words[0]) {
                        case "start" ->
                            sealed(
                                    who,
                                    FrameKind.REKEY1,
                                    ends.get(who).epoch(),
                                    ends.get(who).startRekey());
                        case "seal" ->
                            sealed(
                                    who,
                                    FrameKind.valueOf(words[2]),
                                    ends.get(who).epoch(),
                                    ends.get(who).seal(FrameKind.valueOf(words[2]), new byte[16]));
                        case "forge" -> {
                            int size = words.length > 4 ? Integer.parseInt(words[4]) : REKEY1_BYTES;
                            onTheWay.get(who.other())
                                    .add(ends.get(who).seal(FrameKind.valueOf(words[2]), new byte[size]));
                        }
                        default -> deliver(who);
                    }
                }
            }
            return seen;
        }

        private void sealed(Role who, FrameKind kind, int epoch, Envelope envelope) {
            onTheWay.get(who.other()).add(envelope);
            seen.add(who + " seals " + kind + " epoch=" + epoch);
        }

        private void deliver(Role who) {
            Session end = ends.get(who);
            byte[] envelope = onTheWay.get(who).remove().toByteArray();
            try {
                int epoch = SessionFrame.Header.of(envelope).epoch();
                SessionFrame.Opened frame = end.open(envelope);
                int sealing = end.epoch();
                if (frame.kind() == FrameKind.REKEY1) {
                    Envelope answer = end.answerRekey(frame.body());
                    seen.add(who + " opens REKEY1 epoch=" + epoch);
                    sealed(who, FrameKind.REKEY2, sealing, answer);
                } else if (frame.kind() == FrameKind.REKEY2) {
                    end.finishRekey(frame.body());
                    seen.add(who + " opens REKEY2 epoch=" + epoch);
                } else {
                    seen.add(who + " opens " + frame.kind() + " epoch=" + epoch);
                }
            } catch (CryptoException e) {
                assertThat(e.reason()).isNotEqualTo(CryptoException.Reason.BAD_FRAME);
                seen.add(who + " violation");
            }
        }
    }
}

package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.vectors.VectorFile;
import dev.parley.wire.Challenge;
import dev.parley.wire.LengthPrefixed;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * {@code spec/vectors/derivation}, {@code resume} and {@code padding}: made in Python from the document alone. What is refused is what
 * somebody gets who reads it wrongly.
 */
class DerivationVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");

    @Test
    void every_derivation_gives_what_its_vector_says_and_no_misreading_does() throws IOException {
        Set<String> seen = new TreeSet<>();
        int refused = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("derivation"));
        for (VectorFile vector : vectors) {
            boolean same = HexFormat.of().formatHex(derived(vector)).equals(vector.text("value"));
            assertThat(same ? "accept" : "refuse DIFFERS").as(vector.name()).isEqualTo(vector.text("expect"));
            refused += same ? 0 : 1;
            seen.add(vector.text("what"));
        }
        assertThat(refused).isGreaterThan(vectors.size() - refused);
        assertThat(seen).hasSizeGreaterThan(25);
    }

    private static byte[] derived(VectorFile vector) {
        return switch (vector.text("what")) {
            case "place room id" -> KeySchedule.placeRoom(vector.text("text")).toByteArray();
            case "named room id" ->
                RoomName.roomId(vector.text("text").replaceAll("^\"|\"$", "")).toByteArray();
            case "ctx" ->
                KeySchedule.context(RoomId.of(vector.hex("room")), Mode.values()[(int) number(vector, "mode")]);
            case "participant id" ->
                HexFormat.of().parseHex(KeySchedule.pakeParticipant(vector.hex("ctx"), vector.hex("core")));
            case "password" ->
                HexFormat.of()
                        .parseHex(new String(
                                KeySchedule.pakePassword(vector.hex("ctx"), Secret.of(vector.hex("secret")))));
            case "hello hash" -> KeySchedule.helloHash(vector.hex("hello"));
            case "th1" -> KeySchedule.th1(vector.hex("ctx"), vector.hex("hello.a"), vector.hex("hello.b"));
            case "th2" -> KeySchedule.th2(vector.hex("th1"), vector.hex("share.a"), vector.hex("share.b"));
            case "OAEP label" -> KeySchedule.oaepLabel(vector.hex("th1"), role(vector));
            case "PRK" -> (byte[]) FrozenSession.field(schedule(vector), "prk");
            case "CONFIRM" -> schedule(vector).confirmation(role(vector));
            case "resume key" -> schedule(vector).resumeKey(role(vector));
            case "root" -> schedule(vector).root();
            case "session id" -> schedule(vector).sessionId();
            case "session number" -> schedule(vector).sessionNumber();
            case "continuity" -> schedule(vector).continuity().expose();
            case "private room id" -> schedule(vector).privateRoom().toByteArray();
            case "chain start" ->
                KeySchedule.chainStart(
                        vector.hex("root"), vector.hex("session"), (int) number(vector, "epoch"), role(vector));
            case "message key" -> KeySchedule.messageKey(vector.hex("chain"));
            case "next chain key" -> KeySchedule.nextChainKey(vector.hex("chain"));
            case "frame AAD" ->
                KeySchedule.frameLabel(
                        vector.hex("session"), role(vector), (int) number(vector, "epoch"), number(vector, "seq"));
            case "rekey OAEP label" ->
                KeySchedule.rekeyLabel(vector.hex("session"), (int) number(vector, "epoch"), role(vector));
            case "next root" ->
                KeySchedule.nextRoot(
                        vector.hex("root"),
                        LengthPrefixed.join(vector.hex("xwing"), vector.hex("s1"), vector.hex("s2")),
                        vector.hex("session"),
                        (int) number(vector, "epoch"),
                        vector.hex("body1"),
                        vector.hex("body2"));
            case "seat proof" ->
                SeatProofs.of(
                                SeatKey.of(vector.hex("key")),
                                Challenge.of(vector.hex("challenge")),
                                RoomId.of(vector.hex("room")),
                                (int) number(vector, "instance"),
                                (int) number(vector, "attempt"))
                        .toByteArray();
            case "hint" -> KeySchedule.continuityHint(Secret.of(vector.hex("secret")), vector.hex("nonce"));
            case "resume proof" ->
                KeySchedule.resumption(
                        vector.hex("key"),
                        vector.hex("session"),
                        role(vector),
                        (int) number(vector, "pairing"),
                        number(vector, "next"));
            case "store key" -> storeKey(vector);
            default -> throw new IllegalArgumentException(vector.text("what"));
        };
    }

    private static byte[] storeKey(VectorFile vector) {
        StoreKey key = StoreKey.of(vector.hex("key"));
        if (vector.text("purpose").equals("mark")) {
            return key.mark(vector.hex("salt"));
        }
        StoreKey.Purpose purpose = StoreKey.Purpose.valueOf(
                vector.text("purpose").toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
        return ((Secret) FrozenSession.field(key.derive(purpose, vector.hex("salt")), "key")).expose();
    }

    private static KeySchedule schedule(VectorFile vector) {
        return new KeySchedule(
                vector.hex("th2"),
                LengthPrefixed.join(
                        vector.hex("pake"),
                        vector.hex("xwing.a"),
                        vector.hex("xwing.b"),
                        vector.hex("seed.a"),
                        vector.hex("seed.b"),
                        vector.hex("psk")));
    }

    @Test
    void a_resume_session_is_good_or_not_as_its_vector_says() throws IOException {
        int good = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("resume"));
        for (VectorFile vector : vectors) {
            OptionalLong next = resumed(vector);
            assertThat(next.isPresent() ? "accept" : "refuse NOT_GOOD")
                    .as(vector.name())
                    .isEqualTo(vector.text("expect"));
            if (next.isPresent()) {
                good++;
                assertThat(next).as(vector.name()).hasValue(number(vector, "next"));
            }
        }
        assertThat(good).isPositive();
        assertThat(vectors.size() - good).isGreaterThan(good);
    }

    private static OptionalLong resumed(VectorFile vector) {
        Role ours = role(vector, "sender").other();
        Resumption resumption =
                new Resumption(ours, vector.hex("session"), new byte[Hash.SHA256_BYTES], vector.hex("key"));
        RekeyParties nobody = new RekeyParties(null, null, Randomness.system());
        try (Session session =
                new Session(ours, vector.hex("session"), new byte[Hash.SHA256_BYTES], resumption, nobody, 16_384)) {
            for (int i = 0; i < number(vector, "sealed"); i++) {
                session.seal(i == 0 ? FrameKind.READY : FrameKind.MESSAGE, "x".getBytes(StandardCharsets.UTF_8));
            }
            return session.onResume(vector.hex("message"), (int) number(vector, "pairing"));
        }
    }

    @Test
    void plain_texts_are_padded_to_what_the_vector_says() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("padding"));
        for (VectorFile vector : vectors) {
            int body = (int) number(vector, "length") - SessionFrame.PLAIN_HEADER_BYTES;
            boolean same = SessionFrame.plain(FrameKind.MESSAGE, 0, new byte[body]).length == number(vector, "padded");
            assertThat(same ? "accept" : "refuse DIFFERS").as(vector.name()).isEqualTo(vector.text("expect"));
            accepted += same ? 1 : 0;
        }
        assertThat(vectors.size() - accepted).isGreaterThan(accepted).isPositive();
    }

    private static Role role(VectorFile vector) {
        return role(vector, "role");
    }

    private static Role role(VectorFile vector, String key) {
        return Role.valueOf(vector.text(key));
    }

    private static long number(VectorFile vector, String key) {
        return Long.parseLong(vector.text(key));
    }
}

package dev.parley.vectors;

import static dev.parley.vectors.Jdk.hash;
import static dev.parley.vectors.Jdk.hint;
import static dev.parley.vectors.Jdk.hmac;
import static dev.parley.vectors.Jdk.items;
import static dev.parley.vectors.Jdk.join;
import static dev.parley.vectors.Jdk.lp;
import static dev.parley.vectors.Jdk.slice;
import static dev.parley.vectors.Jdk.text;
import static dev.parley.vectors.Jdk.u32;
import static dev.parley.vectors.Jdk.u64;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two who have met, with the JDK alone: hints and the choice of a secret ({@code vectors/continuity}), and every value of a handshake that
 * uses one ({@code vectors/handshake/private-session.txt}, PROTOCOL.md sections 5.8, 5.9 and 6).
 */
class ReunionVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");
    private static final String SUITE = "RSA2048-OAEP-SHA256+XWing+JPAKE3072/HKDF-SHA256/AES-256-GCM";
    private static final byte[] NONE = {};

    /** Newest first, each once. */
    private static List<byte[]> offered(byte[] current, byte[] next) {
        List<byte[]> offered = new ArrayList<>();
        if (next.length > 0) {
            offered.add(next);
        }
        if (current.length > 0 && !Arrays.equals(current, next)) {
            offered.add(current);
        }
        return offered;
    }

    private static byte[] hints(List<byte[]> secrets, byte[] nonce) throws GeneralSecurityException {
        byte[] hints = NONE;
        for (byte[] secret : secrets) {
            hints = join(hints, hint(secret, nonce));
        }
        return hints;
    }

    private static boolean holds(byte[] hints, byte[] hint) {
        for (int at = 0; at < hints.length; at += 16) {
            if (Arrays.equals(slice(hints, at, 16), hint)) {
                return true;
            }
        }
        return false;
    }

    /** The first of A's list that B hints at. */
    private static byte[] chosenByA(List<byte[]> ofA, byte[] hintsOfB, byte[] nonceB) throws GeneralSecurityException {
        for (byte[] secret : ofA) {
            if (holds(hintsOfB, hint(secret, nonceB))) {
                return secret;
            }
        }
        return NONE;
    }

    /** The first hint of A that B can make. */
    private static byte[] chosenByB(List<byte[]> ofB, byte[] hintsOfA, byte[] nonceA) throws GeneralSecurityException {
        for (int at = 0; at < hintsOfA.length; at += 16) {
            for (byte[] secret : ofB) {
                if (Arrays.equals(slice(hintsOfA, at, 16), hint(secret, nonceA))) {
                    return secret;
                }
            }
        }
        return NONE;
    }

    @Test
    void every_choice_of_a_secret() throws IOException, GeneralSecurityException {
        for (VectorFile vector : VectorFile.readAll(VECTORS.resolve("continuity"))) {
            List<byte[]> ofA = offered(vector.hex("a.current"), vector.hex("a.next"));
            List<byte[]> ofB = offered(vector.hex("b.current"), vector.hex("b.next"));
            byte[] atA = chosenByA(ofA, vector.hex("b.hints"), vector.hex("b.nonce"));
            byte[] atB = chosenByB(ofB, vector.hex("a.hints"), vector.hex("a.nonce"));
            assertThat(atA).as(vector.name()).isEqualTo(atB).isEqualTo(vector.hex("chosen"));
            String lost =
                    (atA.length == 0 && !ofA.isEmpty() ? "a " : "") + (atB.length == 0 && !ofB.isEmpty() ? "b" : "");
            assertThat(lost.strip()).as(vector.name()).isEqualTo(vector.text("lost"));
            if (vector.text("expect").equals("accept") || vector.name().matches("bad-(none|two|a-|b-).*")) {
                assertThat(hints(ofA, vector.hex("a.nonce"))).as(vector.name()).isEqualTo(vector.hex("a.hints"));
                assertThat(hints(ofB, vector.hex("b.nonce"))).as(vector.name()).isEqualTo(vector.hex("b.hints"));
            }
        }
    }

    private final VectorFile file = read("private-session");
    private final String a = file.text("one.role").equals("A") ? "one" : "other";
    private final String b = a.equals("one") ? "other" : "one";

    private static VectorFile read(String name) {
        try {
            return VectorFile.read(VECTORS.resolve("handshake").resolve(name + ".txt"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] exp(String label, int length) throws GeneralSecurityException {
        return Jdk.expand(file.hex("prk"), lp(text("parley/1"), text(label), file.hex("th2")), length);
    }

    @Test
    void the_room_and_the_secret_come_from_the_session_before() {
        VectorFile first = read("code-session");
        assertThat(file.hex("room")).isEqualTo(first.hex("private.room"));
        assertThat(file.hex("chosen")).isEqualTo(first.hex("continuity"));
        assertThat(file.hex("other.next")).isEqualTo(first.hex("continuity"));
        assertThat(file.hex("one.rsa.pkcs8")).isEqualTo(first.hex("opener.rsa.pkcs8"));
        assertThat(file.hex("other.rsa.pkcs8")).isEqualTo(first.hex("joiner.rsa.pkcs8"));
    }

    @Test
    void hellos_carry_the_hints_and_both_choose_the_same() throws GeneralSecurityException {
        for (String side : List.of("one", "other")) {
            List<byte[]> items = items(file.hex(side + ".hello"), 8);
            assertThat(items.get(1)).as("open mode").containsExactly(0);
            assertThat(items.get(2)).as("symmetric").containsExactly(0);
            List<byte[]> known = offered(file.hex(side + ".current"), file.hex(side + ".next"));
            assertThat(items.get(6)).isEqualTo(hints(known, items.get(3)));
        }
        List<byte[]> ofA = items(file.hex(a + ".hello"), 8);
        List<byte[]> ofB = items(file.hex(b + ".hello"), 8);
        assertThat(chosenByA(offered(file.hex(a + ".current"), file.hex(a + ".next")), ofB.get(6), ofB.get(3)))
                .isEqualTo(chosenByB(offered(file.hex(b + ".current"), file.hex(b + ".next")), ofA.get(6), ofA.get(3)))
                .isEqualTo(file.hex("chosen"));
    }

    @Test
    void everything_from_the_transcripts_to_the_next_secret() throws GeneralSecurityException {
        byte[] context = lp(text("parley/1"), text(SUITE), hash("room", file.hex("room")), new byte[] {0});
        byte[] th1 = hash("th1", context, file.hex(a + ".hello"), file.hex(b + ".hello"));
        assertThat(th1).isEqualTo(file.hex("th1"));
        assertThat(Arrays.compareUnsigned(hash("hello", file.hex(a + ".hello")), hash("hello", file.hex(b + ".hello"))))
                .isNegative();
        assertThat(hash("th2", th1, file.hex(a + ".share"), file.hex(b + ".share")))
                .isEqualTo(file.hex("th2"));
        for (String sender : List.of("one", "other")) {
            String receiver = sender.equals("one") ? "other" : "one";
            byte[] share = file.hex(sender + ".share");
            assertThat(share).hasSize(1_376);
            byte[] ctX = slice(share, 1_088, 32);
            assertThat(Jdk.xwing(
                            file.hex(sender + ".mlkem.secret"),
                            Jdk.x25519(file.hex(receiver + ".x25519.private"), ctX),
                            ctX,
                            items(file.hex(receiver + ".hello"), 8).get(5)))
                    .isEqualTo(file.hex(sender + ".xwing.secret"));
            byte[] label = lp(text("oaep"), th1, text(file.text(sender + ".role")));
            assertThat(Jdk.unoaep(Jdk.rsa(file.hex(receiver + ".rsa.pkcs8")), label, slice(share, 1_120, 256)))
                    .isEqualTo(file.hex(sender + ".seed"));
        }
        byte[] ikm = lp(
                NONE,
                file.hex(a + ".xwing.secret"),
                file.hex(b + ".xwing.secret"),
                file.hex(a + ".seed"),
                file.hex(b + ".seed"),
                file.hex("chosen"));
        assertThat(hmac(file.hex("th2"), ikm)).isEqualTo(file.hex("prk"));
        assertThat(exp("root", 32)).isEqualTo(file.hex("root"));
        assertThat(exp("session id", 16)).isEqualTo(file.hex("session.id"));
        assertThat(exp("continuity", 32)).isEqualTo(file.hex("continuity"));
        assertThat(Jdk.digits(exp("session number", 60), 12)).isEqualTo(file.text("session.number"));
        for (String side : List.of("one", "other")) {
            byte[] key = exp("confirm " + file.text(side + ".role"), 32);
            assertThat(hmac(key, lp(text("confirm"), file.hex("th2")))).isEqualTo(file.hex(side + ".confirm"));
            assertReady(side);
        }
    }

    private void assertReady(String side) throws GeneralSecurityException {
        byte[] role = text(file.text(side + ".role"));
        byte[] sid = file.hex("session.id");
        byte[] chain = Jdk.expand(file.hex("root"), lp(text("parley/1"), text("chain"), sid, u32(0), role), 32);
        byte[] frame = file.hex(side + ".ready");
        byte[] associated = lp(text("parley/1 frame"), sid, role, u32(0), u64(0));
        byte[] plain = Jdk.unseal(hmac(chain, new byte[] {1}), associated, slice(frame, 13, frame.length - 13));
        byte[] body = file.hex(side + ".ready.body");
        assertThat(plain[0]).isEqualTo((byte) 1);
        assertThat(slice(plain, 13, ByteBuffer.wrap(plain, 9, 4).getInt())).isEqualTo(body);
    }
}

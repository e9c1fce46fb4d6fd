package dev.parley.vectors;

import static dev.parley.vectors.Jdk.digits;
import static dev.parley.vectors.Jdk.hash;
import static dev.parley.vectors.Jdk.hmac;
import static dev.parley.vectors.Jdk.items;
import static dev.parley.vectors.Jdk.join;
import static dev.parley.vectors.Jdk.lp;
import static dev.parley.vectors.Jdk.padded;
import static dev.parley.vectors.Jdk.sha256;
import static dev.parley.vectors.Jdk.slice;
import static dev.parley.vectors.Jdk.text;
import static dev.parley.vectors.Jdk.u32;
import static dev.parley.vectors.Jdk.u64;
import static dev.parley.vectors.Jdk.xwing;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Recomputes every intermediate value of {@code vectors/handshake/code-session.txt} from PROTOCOL.md with the JDK alone. Only the two
 * ML-KEM secrets are taken as they stand: Java 17 has no ML-KEM; the KEM has third-party vectors of its own.
 */
class FrozenSessionTest {
    private static final String SUITE = "RSA2048-OAEP-SHA256+XWing+JPAKE3072/HKDF-SHA256/AES-256-GCM";
    private static final String[] SIDES = {"opener", "joiner"};

    private VectorFile file;
    private byte[] context;
    private String a;
    private String b;

    @BeforeEach
    void read() throws IOException, GeneralSecurityException {
        file = VectorFile.read(
                Path.of(System.getProperty("parley.root"), "spec", "vectors", "handshake", "code-session.txt"));
        context = lp(text("parley/1"), text(SUITE), hash("room", file.hex("room")), new byte[] {1});
        a = file.text("opener.role").equals("A") ? "opener" : "joiner";
        b = a.equals("opener") ? "joiner" : "opener";
    }

    private byte[] exp(String label, int length) throws GeneralSecurityException {
        return Jdk.expand(file.hex("prk"), lp(text("parley/1"), text(label), file.hex("th2")), length);
    }

    @Test
    void room_context_roles_and_transcripts() throws GeneralSecurityException {
        assertThat(hash("place", text(file.text("place")))).isEqualTo(file.hex("room"));
        assertThat(context).isEqualTo(file.hex("ctx"));
        for (String side : SIDES) {
            assertThat(hash("hello", file.hex(side + ".hello"))).isEqualTo(file.hex(side + ".hello.hash"));
        }
        assertThat(Arrays.compareUnsigned(file.hex(a + ".hello.hash"), file.hex(b + ".hello.hash")))
                .isNegative();
        assertThat(hash("th1", context, file.hex(a + ".hello"), file.hex(b + ".hello")))
                .isEqualTo(file.hex("th1"));
        assertThat(hash("th2", file.hex("th1"), file.hex(a + ".share"), file.hex(b + ".share")))
                .isEqualTo(file.hex("th2"));
    }

    @Test
    void hello_is_laid_out_as_the_document_says() throws GeneralSecurityException {
        for (String side : SIDES) {
            byte[] hello = file.hex(side + ".hello");
            List<byte[]> items = items(hello, 8);
            assertThat(items.get(0)).containsExactly(1);
            assertThat(items.get(1)).containsExactly(1);
            assertThat(items.get(2)).containsExactly(side.equals("opener") ? 1 : 2);
            assertThat(items.get(3)).hasSize(32);
            assertThat(items.get(4)).isEqualTo(Jdk.spki(Jdk.rsa(file.hex(side + ".rsa.pkcs8"))));
            assertThat(items.get(5)).hasSize(1_216);
            assertThat(items.get(6)).isEmpty();
            assertThat(items.get(7)).isEqualTo(u32(65_523));
            int core = items.stream().mapToInt(item -> 4 + item.length).sum();
            assertThat(hello).hasSize(core + 1_600);
            assertThat(text(HexFormat.of().formatHex(hash("pid", context, slice(hello, 0, core)))))
                    .isEqualTo(text(file.text(side + ".pake.id")));
        }
        assertThat(HexFormat.of().formatHex(hash("code", context, text(file.text("code")))))
                .isEqualTo(file.text("pake.password"));
    }

    @Test
    void jpake_values_and_proofs() throws GeneralSecurityException {
        BigInteger s = new BigInteger(1, text(file.text("pake.password"))).mod(NistGroup.Q);
        for (String side : SIDES) {
            String other = side.equals("opener") ? "joiner" : "opener";
            BigInteger x1 = number(file.hex(side + ".pake.x1"));
            BigInteger x2 = number(file.hex(side + ".pake.x2"));
            byte[] round1 = round1(side);
            BigInteger gx1 = number(slice(round1, 0, 384));
            BigInteger gx2 = number(slice(round1, 384, 384));
            assertThat(gx1).isEqualTo(NistGroup.G.modPow(x1, NistGroup.P));
            assertThat(gx2).isEqualTo(NistGroup.G.modPow(x2, NistGroup.P));
            assertProof(NistGroup.G, gx1, slice(round1, 768, 416), file.text(side + ".pake.id"));
            assertProof(NistGroup.G, gx2, slice(round1, 1_184, 416), file.text(side + ".pake.id"));
            BigInteger gx3 = number(slice(round1(other), 0, 384));
            BigInteger gx4 = number(slice(round1(other), 384, 384));
            BigInteger ga = gx1.multiply(gx3).multiply(gx4).mod(NistGroup.P);
            byte[] round2 = slice(file.hex(side + ".share"), 1_376, 800);
            BigInteger sent = number(slice(round2, 0, 384));
            assertThat(sent).isEqualTo(ga.modPow(x2.multiply(s).mod(NistGroup.Q), NistGroup.P));
            assertProof(ga, sent, slice(round2, 384, 416), file.text(side + ".pake.id"));
        }
        assertThat(pakeKey("opener")).isEqualTo(pakeKey("joiner"));
    }

    @Test
    void xwing_secrets_seeds_and_prk() throws GeneralSecurityException {
        for (String sender : SIDES) {
            String receiver = sender.equals("opener") ? "joiner" : "opener";
            byte[] share = file.hex(sender + ".share");
            byte[] theirPublic = items(file.hex(receiver + ".hello"), 8).get(5);
            byte[] ctX = slice(share, 1_088, 32);
            byte[] ssX = Jdk.x25519(file.hex(receiver + ".x25519.private"), ctX);
            byte[] secret = xwing(file.hex(sender + ".mlkem.secret"), ssX, ctX, theirPublic);
            assertThat(secret).isEqualTo(file.hex(sender + ".xwing.secret"));
            RSAPrivateCrtKey key = Jdk.rsa(file.hex(receiver + ".rsa.pkcs8"));
            byte[] label = lp(text("oaep"), file.hex("th1"), text(file.text(sender + ".role")));
            assertThat(Jdk.unoaep(key, label, slice(share, 1_120, 256))).isEqualTo(file.hex(sender + ".seed"));
        }
        byte[] ikm = lp(
                pakeKey("opener"),
                file.hex(a + ".xwing.secret"),
                file.hex(b + ".xwing.secret"),
                file.hex(a + ".seed"),
                file.hex(b + ".seed"),
                new byte[0]);
        assertThat(hmac(file.hex("th2"), ikm)).isEqualTo(file.hex("prk"));
    }

    @Test
    void everything_derived_from_prk() throws GeneralSecurityException {
        assertThat(exp("root", 32)).isEqualTo(file.hex("root"));
        assertThat(exp("session id", 16)).isEqualTo(file.hex("session.id"));
        assertThat(exp("resume A", 32)).isEqualTo(file.hex("resume.A"));
        assertThat(exp("resume B", 32)).isEqualTo(file.hex("resume.B"));
        assertThat(exp("continuity", 32)).isEqualTo(file.hex("continuity"));
        assertThat(exp("room id", 32)).isEqualTo(file.hex("private.room"));
        for (String side : SIDES) {
            byte[] key = exp("confirm " + file.text(side + ".role"), 32);
            assertThat(hmac(key, lp(text("confirm"), file.hex("th2")))).isEqualTo(file.hex(side + ".confirm"));
        }
        assertThat(digits(exp("session number", 60), 12)).isEqualTo(file.text("session.number"));
        String one = half("opener");
        String other = half("joiner");
        assertThat(one.compareTo(other) <= 0 ? one + other : other + one).isEqualTo(file.text("safety.number"));
    }

    @Test
    void frames_of_both_directions_rekey_and_resume() throws GeneralSecurityException {
        byte[] root = file.hex("root");
        byte[][] joinerKeys = messageKeys(root, 0, "joiner", 3);
        byte[][] openerKeys = messageKeys(root, 0, "opener", 2);
        assertFrame("opener.frame.0", "opener", openerKeys[0], 0, 0, 1, file.hex("opener.frame.0.body"));
        assertFrame("joiner.frame.0", "joiner", joinerKeys[0], 0, 0, 1, file.hex("joiner.frame.0.body"));
        assertFrame("joiner.frame.1", "joiner", joinerKeys[1], 0, 1, 2, file.hex("joiner.frame.1.body"));

        byte[] proof = hmac(
                file.hex("resume." + file.text("opener.role")),
                lp(text("resume"), file.hex("session.id"), text(file.text("opener.role")), u32(3), u64(2)));
        assertThat(lp(file.hex("session.id"), u32(3), u64(2), proof)).isEqualTo(file.hex("opener.resume"));

        String starter = file.text("rekey.starter");
        assertThat(file.text(starter + ".role")).as("A ends even epochs").isEqualTo("A");
        String answerer = starter.equals("opener") ? "joiner" : "opener";
        int starterSeq = starter.equals("opener") ? 1 : 2;
        int answererSeq = answerer.equals("opener") ? 1 : 2;
        byte[][] starterKeys = starter.equals("opener") ? openerKeys : joinerKeys;
        byte[][] answererKeys = starter.equals("opener") ? joinerKeys : openerKeys;
        assertFrame("rekey1.frame", starter, starterKeys[starterSeq], 0, starterSeq, 7, file.hex("rekey1.body"));
        assertFrame("rekey2.frame", answerer, answererKeys[answererSeq], 0, answererSeq, 8, file.hex("rekey2.body"));
        byte[] next = nextRoot(starter, answerer);
        assertThat(next).isEqualTo(file.hex("root.1"));
        assertFrame(
                "ping.epoch1.frame", starter, messageKeys(next, 1, starter, 1)[0], 1, starterSeq + 1, 5, new byte[16]);
        assertFrame(
                "bye.epoch1.frame", answerer, messageKeys(next, 1, answerer, 1)[0], 1, answererSeq + 1, 9, new byte[0]);
    }

    private byte[] nextRoot(String starter, String answerer) throws GeneralSecurityException {
        List<byte[]> body1 = items(file.hex("rekey1.body"), 2);
        List<byte[]> body2 = items(file.hex("rekey2.body"), 2);
        byte[] ctX = slice(body2.get(0), 1_088, 32);
        byte[] secret = xwing(
                file.hex("rekey.mlkem.secret"), Jdk.x25519(file.hex("rekey.x25519.private"), ctX), ctX, body1.get(0));
        byte[] seed1 = Jdk.unoaep(Jdk.rsa(file.hex(answerer + ".rsa.pkcs8")), rekeyLabel(starter), body1.get(1));
        byte[] seed2 = Jdk.unoaep(Jdk.rsa(file.hex(starter + ".rsa.pkcs8")), rekeyLabel(answerer), body2.get(1));
        byte[] prk = hmac(file.hex("root"), lp(secret, seed1, seed2));
        byte[] transcript =
                hash("rekey", file.hex("session.id"), u32(1), file.hex("rekey1.body"), file.hex("rekey2.body"));
        return Jdk.expand(prk, lp(text("parley/1"), text("root"), transcript), 32);
    }

    private byte[] rekeyLabel(String sender) {
        return lp(text("rekey"), file.hex("session.id"), u32(1), text(file.text(sender + ".role")));
    }

    private byte[][] messageKeys(byte[] root, int epoch, String sender, int count) throws GeneralSecurityException {
        byte[] chain = Jdk.expand(
                root,
                lp(
                        text("parley/1"),
                        text("chain"),
                        file.hex("session.id"),
                        u32(epoch),
                        text(file.text(sender + ".role"))),
                32);
        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            keys[i] = hmac(chain, new byte[] {1});
            chain = hmac(chain, new byte[] {2});
        }
        return keys;
    }

    private void assertFrame(String name, String sender, byte[] key, int epoch, long seq, int kind, byte[] body)
            throws GeneralSecurityException {
        byte[] frame = file.hex(name);
        assertThat(slice(frame, 0, 13)).as(name).isEqualTo(join(new byte[] {5}, u32(epoch), u64(seq)));
        byte[] associated = lp(
                text("parley/1 frame"),
                file.hex("session.id"),
                text(file.text(sender + ".role")),
                u32(epoch),
                u64(seq));
        byte[] plain = Jdk.unseal(key, associated, slice(frame, 13, frame.length - 13));
        assertThat(plain[0]).as(name).isEqualTo((byte) kind);
        assertThat(ByteBuffer.wrap(plain, 9, 4).getInt()).isEqualTo(body.length);
        assertThat(slice(plain, 13, body.length)).isEqualTo(body);
        int length = 13 + body.length;
        int exponent = 31 - Integer.numberOfLeadingZeros(length);
        int mask = (1 << exponent - (32 - Integer.numberOfLeadingZeros(exponent))) - 1;
        assertThat(plain).hasSize(Math.max(256, length + mask & ~mask));
    }

    private byte[] round1(String side) {
        byte[] hello = file.hex(side + ".hello");
        return slice(hello, hello.length - 1_600, 1_600);
    }

    private byte[] pakeKey(String side) {
        String other = side.equals("opener") ? "joiner" : "opener";
        BigInteger s = new BigInteger(1, text(file.text("pake.password"))).mod(NistGroup.Q);
        BigInteger x2 = number(file.hex(side + ".pake.x2"));
        BigInteger gx4 = number(slice(round1(other), 384, 384));
        BigInteger received = number(slice(file.hex(other + ".share"), 1_376, 384));
        BigInteger key = gx4.modPow(x2.multiply(s).negate().mod(NistGroup.Q), NistGroup.P)
                .multiply(received)
                .modPow(x2, NistGroup.P);
        return padded(key, 384);
    }

    private static void assertProof(BigInteger base, BigInteger value, byte[] proof, String id)
            throws GeneralSecurityException {
        BigInteger gv = number(slice(proof, 0, 384));
        BigInteger r = number(slice(proof, 384, 32));
        BigInteger h = new BigInteger(sha256(lp(minimal(base), minimal(gv), minimal(value), text(id))));
        BigInteger right = base.modPow(r, NistGroup.P)
                .multiply(value.modPow(h.mod(NistGroup.Q), NistGroup.P))
                .mod(NistGroup.P);
        assertThat(right).isEqualTo(gv);
    }

    private static byte[] minimal(BigInteger value) {
        return padded(value, (value.bitLength() + 7) / 8);
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private String half(String side) throws GeneralSecurityException {
        byte[] spki = Jdk.spki(Jdk.rsa(file.hex(side + ".rsa.pkcs8")));
        byte[] hash = join(new byte[2], spki);
        for (int i = 0; i < 5_200; i++) {
            hash = Jdk.digest("SHA-512", join(hash, spki));
        }
        return digits(hash, 6);
    }
}

package dev.parley.crypto;

import dev.parley.crypto.primitive.AeadCipher;
import dev.parley.crypto.primitive.Hkdf;
import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.RsaPrivateKey;
import dev.parley.crypto.primitive.RsaPublicKey;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the handshake costs beside the primitives it is made of, and what sealing costs, as medians: they hold on a machine with other
 * work. Run by {@code ./mvnw -pl crypto -am test -Pbench}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CryptoBenchmark {
    private final Randomness randomness = Randomness.system();
    private final RsaPrivateKey rsa = RsaPrivateKey.generate(randomness);
    private final RsaPublicKey rsaPublic = rsa.publicKey();
    private final byte[] spki = rsaPublic.spki();
    private final byte[] label = new byte[50];
    private final byte[] seed = new byte[32];

    private final ByteBuffer out = ByteBuffer.allocate(Wire.LENGTH_BYTES + Wire.MAX_LENGTH);

    @Param({"256", "65523"})
    private int size;

    private byte[] oaep;
    private byte[] xwingPublic;
    private XWing.KeyPair xwing;
    private byte[] xwingCiphertext;
    private byte[] body;
    private Session session;
    private Session ours;
    private Session theirs;
    private AeadCipher aead;

    @Setup(Level.Trial)
    public void prepare() {
        oaep = RsaOaep.encrypt(rsaPublic, label, seed, randomness);
        xwing = XWing.generate(randomness);
        xwingPublic = xwing.publicKey();
        xwingCiphertext =
                XWing.encapsulate(xwingPublic, randomness).orElseThrow().ciphertext();
        body = new byte[size];
        session = agreed().opener().orElseThrow().session();
        HandshakePair.Result pair = agreed();
        ours = pair.opener().orElseThrow().session();
        theirs = pair.joiner().orElseThrow().session();
        aead = new AeadCipher(new byte[32]);
    }

    private HandshakePair.Result agreed() {
        return HandshakePair.run(
                open(HandshakePair.OPENER_KEY),
                open(HandshakePair.JOINER_KEY),
                randomness,
                HandshakePair.Wire.honest());
    }

    private static HandshakeTerms open(Identity identity) {
        return HandshakeTerms.open(RoomName.roomId("bench"), identity);
    }

    private static HandshakeTerms code(Side side, Identity identity) {
        return HandshakeTerms.withCode(RoomName.roomId("bench"), side, identity, Secret.ofText("a-b-c"));
    }

    /** Both sides of a whole handshake. */
    @Benchmark
    public Object handshakeOpen() {
        return agreed();
    }

    @Benchmark
    public Object handshakeCode() {
        return HandshakePair.run(
                code(Side.OPENER, HandshakePair.OPENER_KEY),
                code(Side.JOINER, HandshakePair.JOINER_KEY),
                randomness,
                HandshakePair.Wire.honest());
    }

    /** The primitive calls of one side of an open handshake. */
    @Benchmark
    public Object primitivesOpen() {
        XWing.KeyPair made = XWing.generate(randomness);
        RsaPublicKey key = RsaPublicKey.decode(spki).orElseThrow();
        XWing.encapsulate(xwingPublic, randomness);
        RsaOaep.encrypt(key, label, seed, randomness);
        xwing.decapsulate(xwingCiphertext);
        RsaOaep.decrypt(rsa, label, oaep, randomness);
        for (int i = 0; i < 8; i++) {
            Hkdf.expand(Hkdf.extract(seed, label), label, 32);
        }
        return made;
    }

    /** Both sides of a J-PAKE run: what a code adds to both sides. */
    @Benchmark
    public Object primitivesPake() {
        char[] password = "0123456789abcdef".toCharArray();
        JPake one = new JPake("one", password, randomness);
        JPake other = new JPake("other", password, randomness);
        byte[] two = one.onRound1("other", other.round1()).orElseThrow();
        byte[] otherTwo = other.onRound1("one", one.round1()).orElseThrow();
        one.onRound2(otherTwo);
        return other.onRound2(two).orElseThrow();
    }

    /** Seal and frame one body. */
    @Benchmark
    public Object seal() {
        return session.seal(FrameKind.MESSAGE, body);
    }

    /** Seal, frame and lay out for the socket, as a peer does. */
    @Benchmark
    public Object sealToWire() {
        FrameCodec.encode(new PeerFrame.Forward(session.seal(FrameKind.MESSAGE, body)), out.clear());
        return out;
    }

    /** Seal one body and open it at the other end. */
    @Benchmark
    public Object sealAndOpen() throws CryptoException {
        return theirs.open(ours.seal(FrameKind.MESSAGE, body).toByteArray()).body();
    }

    /** The AEAD alone on as many bytes. */
    @Benchmark
    public Object aeadAlone() {
        return aead.seal(body, label);
    }

    /** RSA key generation, once per room, in the background. */
    @Benchmark
    public Object rsaKeyGeneration() {
        return RsaPrivateKey.generate(randomness);
    }
}

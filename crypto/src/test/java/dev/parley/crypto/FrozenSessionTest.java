package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One whole session with fixed randomness, {@code spec/vectors/handshake/code-session.txt}: this code makes the same flights from the same
 * draws and opens the same frames. That every value in the file is right is checked elsewhere, by the JDK alone.
 */
class FrozenSessionTest {
    private static final Path FILE =
            Path.of(System.getProperty("parley.root"), "spec", "vectors", "handshake", "code-session.txt");
    private static final String PLACE = "482135";
    private static final String CODE = "amber-lantern-sunset";

    private final List<String> lines = new ArrayList<>();

    @Test
    void same_draws_make_the_same_flights_and_the_frames_open() throws IOException, CryptoException {
        VectorFile file = VectorFile.read(FILE);
        Identity openerKey = FrozenSession.identity(file.hex("opener.rsa.pkcs8"));
        Identity joinerKey = FrozenSession.identity(file.hex("joiner.rsa.pkcs8"));
        Handshake opener = begin(Side.OPENER, openerKey, FrozenSession.stream("opener"));
        Handshake joiner = begin(Side.JOINER, joinerKey, FrozenSession.stream("joiner"));
        assertThat(opener.hello()).isEqualTo(file.hex("opener.hello"));
        assertThat(joiner.hello()).isEqualTo(file.hex("joiner.hello"));
        HandshakeShare openerShare = opener.onHello(joiner.hello());
        HandshakeShare joinerShare = joiner.onHello(opener.hello());
        assertThat(openerShare.share()).isEqualTo(file.hex("opener.share"));
        assertThat(joinerShare.share()).isEqualTo(file.hex("joiner.share"));
        HandshakeConfirm openerConfirm = openerShare.onShare(joinerShare.share());
        HandshakeConfirm joinerConfirm = joinerShare.onShare(openerShare.share());
        assertThat(joinerConfirm.confirm()).isEqualTo(file.hex("joiner.confirm"));
        assertThat(openerConfirm.confirm()).isEqualTo(file.hex("opener.confirm"));
        Agreement agreement = openerConfirm.onConfirm(file.hex("joiner.confirm"));
        assertThat(agreement.continuity().currentBytes()).isEmpty();
        assertThat(agreement.continuity().nextBytes()).isEqualTo(file.hex("continuity"));
        assertThat(agreement.privateRoom().toByteArray()).isEqualTo(file.hex("private.room"));
        Session atOpener = agreement.session();
        assertThat(atOpener.role().name()).isEqualTo(file.text("opener.role"));
        assertThat(atOpener.id()).isEqualTo(file.hex("session.id"));
        atOpener.seal(FrameKind.READY, file.hex("opener.frame.0.body"));
        SessionFrame.Opened ready = atOpener.open(file.hex("joiner.frame.0"));
        assertThat(ready.kind()).isEqualTo(FrameKind.READY);
        assertThat(ready.body()).isEqualTo(file.hex("joiner.frame.0.body"));
        assertThat(atOpener.open(file.hex("joiner.frame.1")).body()).isEqualTo(file.hex("joiner.frame.1.body"));
    }

    /** Writes the file anew: {@code ./mvnw -pl crypto -am test -Plong -Dtest=FrozenSessionTest -Dparley.seed=write}. */
    @Test
    @Tag("long")
    void writes_the_frozen_session() throws IOException, CryptoException {
        if (!System.getProperty("parley.seed", "").equals("write")) {
            assertThat(FILE).exists();
            return;
        }
        Identity openerKey = Identity.generate(Randomness.system());
        Identity joinerKey = Identity.generate(Randomness.system());
        put(
                "comment",
                "one whole session between an opener and a joiner of a code room, with every intermediate value");
        put("expect", "accept");
        put("place", PLACE);
        put("code", CODE);
        put("opener.rsa.pkcs8", FrozenSession.pkcs8(openerKey));
        put("joiner.rsa.pkcs8", FrozenSession.pkcs8(joinerKey));
        byte[] context = KeySchedule.context(KeySchedule.placeRoom(PLACE), Mode.CODE);
        put("room", KeySchedule.placeRoom(PLACE).toByteArray());
        put("ctx", context);
        put("pake.password", new String(KeySchedule.pakePassword(context, Secret.ofText(CODE))));

        Handshake opener = begin(Side.OPENER, openerKey, FrozenSession.stream("opener"));
        Handshake joiner = begin(Side.JOINER, joinerKey, FrozenSession.stream("joiner"));
        putFlight1("opener", opener, context);
        putFlight1("joiner", joiner, context);
        HandshakeShare openerShare = opener.onHello(joiner.hello());
        HandshakeShare joinerShare = joiner.onHello(opener.hello());
        putFlight2("opener", openerShare);
        putFlight2("joiner", joinerShare);
        put("th1", (byte[]) FrozenSession.field(openerShare, "th1"));
        putMlKem("opener", joinerShare, openerShare);
        putMlKem("joiner", openerShare, joinerShare);

        HandshakeConfirm openerConfirm = openerShare.onShare(joinerShare.share());
        HandshakeConfirm joinerConfirm = joinerShare.onShare(openerShare.share());
        KeySchedule keys = (KeySchedule) FrozenSession.field(openerConfirm, "keys");
        put("th2", (byte[]) FrozenSession.field(keys, "th2"));
        put("prk", ((byte[]) FrozenSession.field(keys, "prk")).clone());
        put("root", keys.root());
        put("session.id", keys.sessionId());
        put("session.number", SafetyNumber.ofSession(keys.sessionNumber()).digits());
        put("resume.A", keys.resumeKey(Role.A));
        put("resume.B", keys.resumeKey(Role.B));
        put("continuity", keys.continuity().expose());
        put("private.room", keys.privateRoom().toByteArray());
        put(
                "safety.number",
                SafetyNumber.of(openerKey.publicKey(), joinerKey.publicKey()).digits());
        put("joiner.confirm", joinerConfirm.confirm());
        put("opener.confirm", openerConfirm.confirm());
        Session atOpener = openerConfirm.onConfirm(joinerConfirm.confirm()).session();
        Session atJoiner = joinerConfirm.onConfirm(openerConfirm.confirm()).session();
        put("opener.role", atOpener.role().name());
        put("joiner.role", atJoiner.role().name());
        putFrames(atOpener, atJoiner);
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines, StandardCharsets.UTF_8);
    }

    private void putFrames(Session atOpener, Session atJoiner) throws CryptoException {
        frame("opener", 0, atOpener, atJoiner, FrameKind.READY, "{\"name\":\"olga\",\"sent\":0,\"received\":0}");
        frame("joiner", 0, atJoiner, atOpener, FrameKind.READY, "{\"name\":\"jon\",\"sent\":0,\"received\":0}");
        String id = "\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17";
        frame(
                "joiner",
                1,
                atJoiner,
                atOpener,
                FrameKind.MESSAGE,
                id + "\0\0\0\0\0\0\0\1{\"type\":\"text\",\"text\":\"hello\"}");
        put("opener.resume.pairing", "3");
        put("opener.resume", atOpener.resume(3));
        boolean openerStarts = atOpener.mayStartRekey();
        Session starter = openerStarts ? atOpener : atJoiner;
        Session answerer = openerStarts ? atJoiner : atOpener;
        put("rekey.starter", openerStarts ? "opener" : "joiner");
        byte[] rekey1 = starter.startRekey().toByteArray();
        put("rekey1.frame", rekey1);
        byte[] body1 = answerer.open(rekey1).body();
        put("rekey1.body", body1);
        answerer.acknowledge();
        byte[] rekey2 = answerer.answerRekey(body1).toByteArray();
        put("rekey2.frame", rekey2);
        byte[] body2 = starter.open(rekey2).body();
        put("rekey2.body", body2);
        Object started = ((Optional<?>) FrozenSession.field(starter, "rekeyStarted")).orElseThrow();
        XWingPrivateKeyParameters key = FrozenSession.xwingPrivate(FrozenSession.field(started, "xwing"));
        put("rekey.x25519.private", FrozenSession.x25519(key));
        put("rekey.mlkem.secret", FrozenSession.mlKemSecret(key, Arrays.copyOfRange(body2, 4, 4 + 1_088)));
        starter.finishRekey(body2);
        starter.acknowledge();
        put("root.1", (byte[]) FrozenSession.field(starter, "root"));
        byte[] ping = starter.seal(FrameKind.PING, new byte[16]).toByteArray();
        answerer.open(ping);
        answerer.acknowledge();
        put("ping.epoch1.frame", ping);
        byte[] bye = answerer.seal(FrameKind.BYE, new byte[0]).toByteArray();
        starter.open(bye);
        put("bye.epoch1.frame", bye);
    }

    private void frame(String from, int seq, Session sender, Session receiver, FrameKind kind, String body)
            throws CryptoException {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame = sender.seal(kind, bytes).toByteArray();
        receiver.open(frame);
        receiver.acknowledge();
        put(from + ".frame." + seq + ".kind", Integer.toString(kind.code()));
        put(from + ".frame." + seq + ".body", bytes);
        put(from + ".frame." + seq, frame);
    }

    private void putFlight1(String who, Handshake handshake, byte[] context) {
        HelloMessage hello = (HelloMessage) FrozenSession.field(handshake, "ours");
        JPake pake = ((Optional<?>) FrozenSession.field(handshake, "pake"))
                .map(JPake.class::cast)
                .orElseThrow();
        put(who + ".hello", handshake.hello());
        put(who + ".hello.hash", KeySchedule.helloHash(handshake.hello()));
        put(who + ".pake.id", KeySchedule.pakeParticipant(context, hello.core()));
        put(who + ".pake.x1", unsigned(FrozenSession.exponent(pake, "x1")));
        put(who + ".pake.x2", unsigned(FrozenSession.exponent(pake, "x2")));
        put(
                who + ".x25519.private",
                FrozenSession.x25519(FrozenSession.xwingPrivate(FrozenSession.field(handshake, "xwing"))));
    }

    private void putFlight2(String who, HandshakeShare share) {
        put(who + ".share", share.share());
        put(who + ".seed", ((byte[]) FrozenSession.field(share, "ourSeed")).clone());
        put(who + ".xwing.secret", ((byte[]) FrozenSession.field(share, "ourSecret")).clone());
    }

    private void putMlKem(String sender, HandshakeShare receiverStep, HandshakeShare senderStep) {
        put(sender + ".mlkem.secret", FrozenSession.mlKemSecret(receiverStep, senderStep));
    }

    private static Handshake begin(Side side, Identity identity, Randomness randomness) {
        return Handshake.begin(FrozenSession.terms(KeySchedule.placeRoom(PLACE), side, identity, CODE), randomness);
    }

    private static byte[] unsigned(BigInteger value) {
        return org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, value);
    }

    private void put(String key, String value) {
        lines.add(key + ": " + value);
    }

    private void put(String key, byte[] value) {
        put(key, FrozenSession.HEX.formatHex(value));
    }
}

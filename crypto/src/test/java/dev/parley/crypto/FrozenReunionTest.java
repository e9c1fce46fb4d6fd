package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import dev.parley.wire.RoomId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The two of the frozen session meet again in their private room, {@code spec/vectors/handshake/private-session.txt}: one of them has
 * verified a CONFIRM since that the other never saw. That every value is right is checked elsewhere, by the JDK alone.
 */
class FrozenReunionTest {
    private static final Path FOLDER = Path.of(System.getProperty("parley.root"), "spec", "vectors", "handshake");
    private static final Path FILE = FOLDER.resolve("private-session.txt");

    private final List<String> lines = new ArrayList<>();

    private static Handshake begin(VectorFile file, String who) {
        Continuity known = Continuity.of(file.hex(who + ".current"), file.hex(who + ".next"))
                .orElseThrow();
        HandshakeTerms terms =
                HandshakeTerms.open(RoomId.of(file.hex("room")), FrozenSession.identity(file.hex(who + ".rsa.pkcs8")));
        return Handshake.begin(terms.remembering(known), FrozenSession.stream("reunion " + who));
    }

    @Test
    void same_draws_make_the_same_flights_and_both_choose_the_same_secret() throws IOException, CryptoException {
        VectorFile file = VectorFile.read(FILE);
        Handshake one = begin(file, "one");
        Handshake other = begin(file, "other");
        assertThat(one.hello()).isEqualTo(file.hex("one.hello"));
        assertThat(other.hello()).isEqualTo(file.hex("other.hello"));
        HandshakeShare oneShare = one.onHello(other.hello());
        HandshakeShare otherShare = other.onHello(one.hello());
        assertThat(oneShare.share()).isEqualTo(file.hex("one.share"));
        assertThat(otherShare.share()).isEqualTo(file.hex("other.share"));
        HandshakeConfirm oneConfirm = oneShare.onShare(otherShare.share());
        HandshakeConfirm otherConfirm = otherShare.onShare(oneShare.share());
        assertThat(oneConfirm.confirm()).isEqualTo(file.hex("one.confirm"));
        assertThat(otherConfirm.confirm()).isEqualTo(file.hex("other.confirm"));
        Agreement atOne = oneConfirm.onConfirm(file.hex("other.confirm"));
        Agreement atOther = otherConfirm.onConfirm(file.hex("one.confirm"));
        for (Agreement agreement : List.of(atOne, atOther)) {
            assertThat(agreement.continuityLost()).isFalse();
            assertThat(agreement.continuity().currentBytes()).isEqualTo(file.hex("chosen"));
            assertThat(agreement.continuity().nextBytes()).isEqualTo(file.hex("continuity"));
            assertThat(agreement.continuity().settled().currentBytes()).isEqualTo(file.hex("continuity"));
            assertThat(agreement.session().id()).isEqualTo(file.hex("session.id"));
        }
        atOther.session().seal(FrameKind.READY, file.hex("other.ready.body"));
        assertThat(atOther.session().open(file.hex("one.ready")).body()).isEqualTo(file.hex("one.ready.body"));
        assertThat(atOne.session().role().name()).isEqualTo(file.text("one.role"));
    }

    /** Writes the file anew: {@code ./mvnw -pl crypto -am test -Plong -Dtest=FrozenReunionTest -Dparley.seed=write}. */
    @Test
    @Tag("long")
    void writes_the_frozen_reunion() throws IOException, CryptoException {
        if (!System.getProperty("parley.seed", "").equals("write")) {
            assertThat(FILE).exists();
            return;
        }
        VectorFile first = VectorFile.read(FOLDER.resolve("code-session.txt"));
        put("comment", "the two of code-session meet again in their private room, with every intermediate value");
        put("expect", "accept");
        put("room", first.hex("private.room"));
        put("one.rsa.pkcs8", first.hex("opener.rsa.pkcs8"));
        put("other.rsa.pkcs8", first.hex("joiner.rsa.pkcs8"));
        put("one.current", first.hex("continuity"));
        put(
                "one.next",
                FrozenSession.stream("a handshake that only one finished").bytes(32));
        put("other.current", first.hex("continuity"));
        put("other.next", first.hex("continuity"));
        Files.write(FILE, lines, StandardCharsets.UTF_8);
        VectorFile known = VectorFile.read(FILE);
        Handshake one = begin(known, "one");
        Handshake other = begin(known, "other");
        putFlight1("one", one);
        putFlight1("other", other);
        HandshakeShare oneShare = one.onHello(other.hello());
        HandshakeShare otherShare = other.onHello(one.hello());
        putFlight2("one", oneShare, otherShare);
        putFlight2("other", otherShare, oneShare);
        put("th1", (byte[]) FrozenSession.field(oneShare, "th1"));
        HandshakeConfirm oneConfirm = oneShare.onShare(otherShare.share());
        HandshakeConfirm otherConfirm = otherShare.onShare(oneShare.share());
        KeySchedule keys = (KeySchedule) FrozenSession.field(oneConfirm, "keys");
        put("th2", (byte[]) FrozenSession.field(keys, "th2"));
        put("chosen", first.hex("continuity"));
        put("prk", ((byte[]) FrozenSession.field(keys, "prk")).clone());
        put("root", keys.root());
        put("session.id", keys.sessionId());
        put("session.number", SafetyNumber.ofSession(keys.sessionNumber()).digits());
        put("continuity", keys.continuity().expose());
        put("one.confirm", oneConfirm.confirm());
        put("other.confirm", otherConfirm.confirm());
        Session atOne = oneConfirm.onConfirm(otherConfirm.confirm()).session();
        Session atOther = otherConfirm.onConfirm(oneConfirm.confirm()).session();
        put("one.role", atOne.role().name());
        put("other.role", atOther.role().name());
        putReady("one", atOne, "{\"name\":\"olga\",\"sent\":3,\"received\":2}");
        putReady("other", atOther, "{\"name\":\"jon\",\"sent\":2,\"received\":3}");
        Files.write(FILE, lines, StandardCharsets.UTF_8);
    }

    private void putFlight1(String who, Handshake handshake) {
        put(who + ".hello", handshake.hello());
        put(who + ".hello.hash", KeySchedule.helloHash(handshake.hello()));
        put(
                who + ".x25519.private",
                FrozenSession.x25519(FrozenSession.xwingPrivate(FrozenSession.field(handshake, "xwing"))));
    }

    private void putFlight2(String who, HandshakeShare share, HandshakeShare theirs) {
        put(who + ".share", share.share());
        put(who + ".seed", ((byte[]) FrozenSession.field(share, "ourSeed")).clone());
        put(who + ".xwing.secret", ((byte[]) FrozenSession.field(share, "ourSecret")).clone());
        put(who + ".mlkem.secret", FrozenSession.mlKemSecret(theirs, share));
    }

    private void putReady(String who, Session session, String json) throws CryptoException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        put(who + ".ready.body", body);
        put(who + ".ready", session.seal(FrameKind.READY, body).toByteArray());
    }

    private void put(String key, String value) {
        lines.add(key + ": " + value);
    }

    private void put(String key, byte[] value) {
        put(key, FrozenSession.HEX.formatHex(value));
    }
}

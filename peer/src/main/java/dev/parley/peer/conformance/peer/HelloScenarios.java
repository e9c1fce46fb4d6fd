package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.ProbeHandshake;
import dev.parley.crypto.ProbeSchnorr;
import dev.parley.wire.PeerFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** HELLOs that must be refused: no SHARE comes, the connection ends, and the next, honest attempt goes well (PROTOCOL.md sections 5.2 to 5.4). */
final class HelloScenarios {
    static final List<PeerScenario> ALL = all();

    private HelloScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(item("5.3", "hello-of-version-2", ProbeHandshake.VERSION, (stage, theirs) -> new byte[] {2}));
        all.add(item("5.3", "hello-of-version-0", ProbeHandshake.VERSION, (stage, theirs) -> new byte[] {0}));
        all.add(item("5.3", "hello-of-the-other-mode", ProbeHandshake.MODE, (stage, theirs) -> new byte[] {0}));
        all.add(item("5.3", "hello-of-the-same-side", ProbeHandshake.SIDE, (stage, theirs) -> new byte[] {2}));
        all.add(item("5.3", "hello-of-no-side", ProbeHandshake.SIDE, (stage, theirs) -> new byte[] {0}));
        all.add(item("5.3", "hello-of-side-3", ProbeHandshake.SIDE, (stage, theirs) -> new byte[] {3}));
        all.add(item("5.3", "hello-nonce-of-31-bytes", ProbeHandshake.NONCE, (stage, theirs) -> new byte[31]));
        all.add(item("5.3", "hello-hints-of-15-bytes", ProbeHandshake.HINTS, (stage, theirs) -> new byte[15]));
        all.add(item("5.3", "hello-three-hints", ProbeHandshake.HINTS, (stage, theirs) -> new byte[48]));
        all.add(item("5.3", "hello-limit-16383", ProbeHandshake.LIMIT, (s, t) -> new byte[] {0, 0, 0x3F, (byte) 0xFF}));
        all.add(item("5.3", "hello-limit-65524", ProbeHandshake.LIMIT, (s, t) ->
                new byte[] {0, 0, (byte) 0xFF, (byte) 0xF4}));
        for (RsaForgery forgery : RsaForgery.values()) {
            all.add(item(
                    "5.3",
                    forgery.scenario(),
                    ProbeHandshake.SPKI,
                    (stage, theirs) -> forgery.spki(stage.identity().publicKey().spki(), spkiOf(theirs))));
        }
        for (XWingForgery forgery : XWingForgery.values()) {
            all.add(keyed("A.2", forgery.scenario() + "-key", forgery));
        }
        for (ProbeSchnorr.Bad bad : ProbeSchnorr.Bad.values()) {
            all.add(schnorr(bad));
        }
        all.add(spoiltProof("jpake-bad-proof-for-x1", 768 + 10));
        all.add(spoiltProof("jpake-bad-proof-for-x2", 1184 + 400));
        all.add(spoiltProof("jpake-other-gx2", 384 + 383));
        all.add(refused("5.3", "hello-with-a-byte-too-many", hello -> Arrays.copyOf(hello, hello.length + 1)));
        all.add(refused("5.3", "hello-with-a-byte-missing", hello -> Arrays.copyOf(hello, hello.length - 1)));
        all.add(refused("5.3", "hello-empty", hello -> new byte[0]));
        all.add(refused("5.3", "hello-with-a-length-of-4-gigabytes", HelloScenarios::longItem));
        all.add(ownEnd("own-hello-echoed", (stage, attempt) -> attempt.theirHello()));
        all.add(ownEnd(
                "own-rsa-key-copied",
                (stage, attempt) -> changed(
                                attempt, items -> items.set(ProbeHandshake.SPKI, spkiOf(attempt.theirHello())))
                        .hello()));
        all.add(ownEnd(
                "own-nonce-copied",
                (stage, attempt) -> changed(
                                attempt,
                                items -> items.set(
                                        ProbeHandshake.NONCE, Arrays.copyOfRange(attempt.theirHello(), 19, 51)))
                        .hello()));
        return List.copyOf(all);
    }

    /** The SPKI inside a HELLO. */
    static byte[] spkiOf(byte[] hello) {
        return Arrays.copyOfRange(hello, 55, 349);
    }

    private static byte[] longItem(byte[] hello) {
        byte[] changed = hello.clone();
        Arrays.fill(changed, 15, 19, (byte) 0xFF);
        return changed;
    }

    /** What a HELLO is to be replaced by. */
    private interface Bytes {
        byte[] of(byte[] hello);
    }

    private interface Core {
        void change(List<byte[]> items);
    }

    private static ProbeHandshake changed(HandshakeAttempt attempt, Core core) {
        return attempt.prepare(
                        new ProbeHandshake.Changes() {
                            @Override
                            public void core(List<byte[]> items) {
                                core.change(items);
                            }
                        },
                        Optional.empty())
                .probe();
    }

    private static PeerScenario item(
            String section, String name, int item, BiFunction<Stage, byte[], byte[]> replacement) {
        return bad(
                section,
                name,
                (stage, attempt) -> changed(
                                attempt, items -> items.set(item, replacement.apply(stage, attempt.theirHello())))
                        .hello());
    }

    private static PeerScenario keyed(String section, String name, XWingForgery forgery) {
        return bad(
                section,
                name,
                (stage, attempt) -> changed(
                                attempt,
                                items -> items.set(
                                        ProbeHandshake.XWING_KEY, forgery.change(items.get(ProbeHandshake.XWING_KEY))))
                        .hello());
    }

    private static PeerScenario schnorr(ProbeSchnorr.Bad bad) {
        String name = "jpake-" + bad.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return round1(
                name, (stage, round1, participant) -> ProbeSchnorr.spoil(round1, participant, bad, stage.randomness()));
    }

    private static PeerScenario spoiltProof(String name, int at) {
        return round1(name, (stage, round1, participant) -> {
            byte[] spoilt = round1.clone();
            spoilt[at] ^= 1;
            return spoilt;
        });
    }

    private interface Round1 {
        byte[] change(Stage stage, byte[] round1, String participant);
    }

    private static PeerScenario round1(String name, Round1 change) {
        return bad(
                "A.1",
                name,
                (stage, attempt) -> attempt.prepare(
                                new ProbeHandshake.Changes() {
                                    @Override
                                    public byte[] round1(byte[] round1, String participantId) {
                                        return change.change(stage, round1, participantId);
                                    }
                                },
                                Optional.empty())
                        .probe()
                        .hello());
    }

    private static PeerScenario refused(String section, String name, Bytes change) {
        return bad(
                section,
                name,
                (stage, attempt) -> change.of(attempt.prepare(HandshakeAttempt.HONEST, Optional.empty())
                        .probe()
                        .hello()));
    }

    private interface Hello {
        byte[] make(Stage stage, HandshakeAttempt attempt);
    }

    /** Says a bad HELLO; then an honest handshake must go through. */
    private static PeerScenario bad(String section, String name, Hello hello) {
        return joiner(section, name, stage -> {
            Arrival first = sayHello(stage, hello);
            nothingAnswered(first.link(), section);
            Arrival again = stage.arrival("5.2");
            again.link().say(new dev.parley.wire.RelayFrame.Seated(1, dev.parley.wire.SeatState.PRESENT, 9));
            new HandshakeAttempt(stage, again.link(), 9, stage.terms()).complete(Optional.empty());
        });
    }

    /** It talks to itself: a joiner ends. */
    private static PeerScenario ownEnd(String name, Hello hello) {
        return joiner("5.4", name, stage -> {
            Arrival first = sayHello(stage, hello);
            nothingAnswered(first.link(), "5.4");
            stage.nobodyComesBack("5.4", "its own words coming back");
        });
    }

    private static Arrival sayHello(Stage stage, Hello hello) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        HandshakeAttempt attempt = new HandshakeAttempt(stage, first.link(), Stage.PAIRING, stage.terms()).takeHello();
        byte[] message = hello.make(stage, attempt);
        first.link().envelope(HandshakeAttempt.envelope(EnvelopeKind.HELLO, Stage.PAIRING, message));
        return first;
    }

    /** The attempt ends: the connection is closed and nothing more is said on it but LEAVE. */
    static void nothingAnswered(Link link, String section) throws BrokenRule, InterruptedException {
        while (true) {
            Optional<Link.Heard> heard = link.next(Stage.PATIENCE_MILLIS);
            if (heard.isEmpty()) {
                throw new BrokenRule(section, "must end the attempt, and sits there in silence");
            }
            if (heard.get().isEnd()) {
                return;
            }
            if (!(heard.get().frame().orElse(null) instanceof PeerFrame.Leave)) {
                throw new BrokenRule(
                        section,
                        "must end the attempt without an answer, and sends "
                                + heard.get().text());
            }
        }
    }
}

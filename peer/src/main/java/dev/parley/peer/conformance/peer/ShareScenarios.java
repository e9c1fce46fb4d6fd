package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.ProbeHandshake;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** SHAREs and CONFIRMs that must be refused, and the order of flights (PROTOCOL.md sections 5.2, 5.5 and 5.6). */
final class ShareScenarios {
    static final List<PeerScenario> ALL = all();

    private static final int CT_BYTES = 1120;
    private static final int SEED_BYTES = 256;

    private ShareScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        for (XWingForgery forgery : XWingForgery.values()) {
            if (forgery.isOfCiphertexts()) {
                all.add(refused(
                        "A.2", forgery.scenario() + "-ciphertext", share -> part(share, 0, CT_BYTES, forgery::change)));
            }
        }
        int round2 = CT_BYTES + SEED_BYTES;
        all.add(refused("A.1", "jpake-round-2-other-value", share -> flipped(share, round2 + 383)));
        all.add(refused("A.1", "jpake-round-2-bad-proof", share -> flipped(share, round2 + 384 + 383)));
        all.add(refused("A.1", "jpake-round-2-bad-scalar", share -> flipped(share, round2 + 768 + 31)));
        all.add(refused("A.1", "jpake-round-2-of-one", share -> part(share, round2, 384, ShareScenarios::one)));
        all.add(refused("5.5", "share-with-a-byte-too-many", share -> Arrays.copyOf(share, share.length + 1)));
        all.add(refused("5.5", "share-with-a-byte-missing", share -> Arrays.copyOf(share, share.length - 1)));
        all.add(refused("5.5", "share-of-open-mode", share -> Arrays.copyOf(share, round2)));
        for (SeedForgery forgery : SeedForgery.values()) {
            all.add(unconfirmed("5.5", forgery.scenario(), new ProbeHandshake.Changes() {
                @Override
                public byte[] sealedSeed(byte[] sealed, ProbeHandshake.SeedTerms terms) {
                    return forgery.seal(sealed, terms);
                }
            }));
        }
        all.add(unconfirmed("A.2", "ml-kem-other-ciphertext", new ProbeHandshake.Changes() {
            @Override
            public byte[] share(byte[] share) {
                return flipped(share, 500);
            }
        }));
        all.add(joiner("5.6", "a-wrong-code-gives-no-session", ShareScenarios::wrongCode));
        all.add(confirm("confirm-with-a-flipped-bit", confirm -> flipped(confirm, 31)));
        all.add(confirm("confirm-with-a-byte-too-many", confirm -> Arrays.copyOf(confirm, 33)));
        all.add(confirm("confirm-with-a-byte-missing", confirm -> Arrays.copyOf(confirm, 31)));
        all.add(confirm("confirm-empty", confirm -> new byte[0]));
        all.add(joiner("5.6", "own-confirm-echoed", ShareScenarios::echoedConfirm));
        all.add(joiner("5.2", "flights-before-hello-are-dropped", ShareScenarios::dropped));
        all.add(joiner(
                "5.2", "second-hello-in-place-of-share", stage -> outOfOrder(stage, attempt -> attempt.sayHello())));
        all.add(joiner(
                "5.2",
                "confirm-in-place-of-share",
                stage -> outOfOrder(
                        stage,
                        (attempt, link) ->
                                link.envelope(HandshakeAttempt.envelope(EnvelopeKind.CONFIRM, new byte[32])))));
        all.add(joiner(
                "5.2",
                "unknown-kind-in-place-of-share",
                stage -> outOfOrder(stage, (attempt, link) -> {
                    byte[] share = HandshakeAttempt.envelope(EnvelopeKind.SHARE, attempt.ourShare());
                    share[0] = 9;
                    link.envelope(share);
                })));
        all.add(joiner("5.2", "share-twice", ShareScenarios::shareTwice));
        all.add(joiner("5.2", "session-frame-in-place-of-confirm", ShareScenarios::frameBeforeConfirm));
        return List.copyOf(all);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] part(byte[] whole, int from, int length, UnaryOperator<byte[]> change) {
        byte[] changed = whole.clone();
        byte[] part = change.apply(Arrays.copyOfRange(whole, from, from + length));
        System.arraycopy(part, 0, changed, from, length);
        return changed;
    }

    private static byte[] one(byte[] element) {
        byte[] one = new byte[element.length];
        one[one.length - 1] = 1;
        return one;
    }

    private static HandshakeAttempt begin(Stage stage, Link[] link, ProbeHandshake.Changes changes)
            throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        link[0] = first.link();
        return new HandshakeAttempt(stage, first.link(), Stage.PAIRING, stage.terms())
                .takeHello()
                .prepare(changes, Optional.empty())
                .sayHello()
                .makeShare();
    }

    /** A SHARE that must end the attempt: no CONFIRM comes. Then an honest handshake must go through. */
    private static PeerScenario refused(String section, String name, UnaryOperator<byte[]> change) {
        return joiner(section, name, stage -> {
            Link[] link = new Link[1];
            begin(stage, link, new ProbeHandshake.Changes() {
                        @Override
                        public byte[] share(byte[] share) {
                            return change.apply(share);
                        }
                    })
                    .sayShare()
                    .takeShare();
            HelloScenarios.nothingAnswered(link[0], section);
            honestAttempt(stage);
        });
    }

    private static void honestAttempt(Stage stage) throws BrokenRule, InterruptedException {
        Arrival again = stage.arrival("5.2");
        again.link().say(new RelayFrame.Seated(1, dev.parley.wire.SeatState.PRESENT, 9));
        new HandshakeAttempt(stage, again.link(), 9, stage.terms()).complete(Optional.empty());
    }

    /** What is wrong must not show: CONFIRM comes as ever, and does not verify; no session follows. */
    private static PeerScenario unconfirmed(String section, String name, ProbeHandshake.Changes changes) {
        return joiner(section, name, stage -> {
            Link[] link = new Link[1];
            HandshakeAttempt attempt = begin(stage, link, changes).sayShare().takeShare();
            Link.Heard heard = link[0].next(Stage.PATIENCE_MILLIS)
                    .orElseThrow(
                            () -> new BrokenRule(section, "must go on as if nothing were wrong, and says nothing"));
            link[0].putBack(heard);
            if (!heard.text().startsWith("CONFIRM")) {
                throw new BrokenRule(
                        section, "must send CONFIRM as if nothing were wrong, and there comes " + heard.text());
            }
            if (attempt.takeConfirm()) {
                throw new BrokenRule(section, "took what it must not: its CONFIRM verifies");
            }
            attempt.sayConfirm();
            noSession(stage, link[0], section);
        });
    }

    /** Whatever it does now, it has no session: waits for the echo of a PING, as long as it takes, and a little more. */
    private static void noSession(Stage stage, Link link, String section) throws BrokenRule, InterruptedException {
        link.say(new RelayFrame.Ping(1));
        boolean echoed = false;
        while (true) {
            Optional<Link.Heard> heard = link.next(echoed ? Stage.QUIET_MILLIS : Stage.PATIENCE_MILLIS);
            if (heard.isEmpty() || heard.get().isEnd()) {
                break;
            }
            echoed |= heard.get().text().equals("PONG");
            if (heard.get().text().startsWith("SESSION_FRAME")) {
                throw new BrokenRule(section, "must have no session, and sends a session frame");
            }
        }
        stage.shown().noText(section, "a handshake that failed");
    }

    private static void wrongCode(Stage stage) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        HandshakeAttempt attempt = new HandshakeAttempt(
                        stage,
                        first.link(),
                        Stage.PAIRING,
                        stage.terms(dev.parley.crypto.Secret.ofText("amber-amber-amber")))
                .untilShares(Optional.empty());
        if (attempt.takeConfirm()) {
            throw new BrokenRule("5.6", "its CONFIRM verifies for another code");
        }
        // An honest opener ends the seat now.
        first.link().say(new RelayFrame.Refused(Refusal.UNSEATED.code(), 60_000));
        noSession(stage, first.link(), "5.6");
        first.link().cut();
        stage.nobodyComesBack("5.6", "UNSEATED with its CONFIRM out, and a retry-after of 60 s,");
    }

    private static PeerScenario confirm(String name, UnaryOperator<byte[]> change) {
        return joiner("5.6", name, stage -> {
            Link[] link = new Link[1];
            HandshakeAttempt attempt =
                    begin(stage, link, HandshakeAttempt.HONEST).sayShare().takeShare();
            if (!attempt.takeConfirm()) {
                throw new BrokenRule("5.6", "its CONFIRM does not verify");
            }
            byte[] bad = change.apply(attempt.probe().confirm());
            link[0].envelope(HandshakeAttempt.envelope(EnvelopeKind.CONFIRM, bad));
            noSession(stage, link[0], "5.6");
        });
    }

    private static void echoedConfirm(Stage stage) throws BrokenRule, InterruptedException {
        Link[] link = new Link[1];
        begin(stage, link, HandshakeAttempt.HONEST).sayShare().takeShare();
        link[0].envelope(HandshakeAttempt.awaitEnvelope(link[0], EnvelopeKind.CONFIRM, "5.6"));
        noSession(stage, link[0], "5.6");
    }

    /** Left over from another pairing: nothing of it may count. */
    private static void dropped(Stage stage) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        Link link = first.link();
        HandshakeAttempt attempt = new HandshakeAttempt(stage, link, Stage.PAIRING, stage.terms())
                .takeHello()
                .prepare(HandshakeAttempt.HONEST, Optional.empty());
        byte[] hello = attempt.probe().hello();
        link.envelope(HandshakeAttempt.envelope(EnvelopeKind.SHARE, new byte[2176]));
        link.envelope(HandshakeAttempt.envelope(EnvelopeKind.CONFIRM, new byte[32]));
        link.envelope(new byte[] {9});
        link.envelope(HandshakeAttempt.envelope(EnvelopeKind.SESSION_FRAME, new byte[296]));
        link.envelope(HandshakeAttempt.envelope(EnvelopeKind.HELLO, Stage.PAIRING - 1, hello));
        link.envelope(HandshakeAttempt.envelope(EnvelopeKind.RESUME_SESSION, Stage.PAIRING, new byte[76]));
        attempt.sayHello().makeShare().sayShare().takeShare();
        if (!attempt.takeConfirm()) {
            throw new BrokenRule("5.2", "what came before HELLO was not dropped: its CONFIRM does not verify");
        }
    }

    private interface Wrong {
        void say(HandshakeAttempt attempt, Link link);
    }

    private static void outOfOrder(Stage stage, java.util.function.Consumer<HandshakeAttempt> wrong)
            throws BrokenRule, InterruptedException {
        outOfOrder(stage, (attempt, link) -> wrong.accept(attempt));
    }

    private static void outOfOrder(Stage stage, Wrong wrong) throws BrokenRule, InterruptedException {
        Link[] link = new Link[1];
        HandshakeAttempt attempt = begin(stage, link, HandshakeAttempt.HONEST).takeShare();
        wrong.say(attempt, link[0]);
        HelloScenarios.nothingAnswered(link[0], "5.2");
        honestAttempt(stage);
    }

    private static void shareTwice(Stage stage) throws BrokenRule, InterruptedException {
        Link[] link = new Link[1];
        HandshakeAttempt attempt =
                begin(stage, link, HandshakeAttempt.HONEST).sayShare().takeShare();
        attempt.takeConfirm();
        attempt.sayShare();
        attempt.sayConfirm();
        noSession(stage, link[0], "5.2");
    }

    private static void frameBeforeConfirm(Stage stage) throws BrokenRule, InterruptedException {
        Link[] link = new Link[1];
        HandshakeAttempt attempt =
                begin(stage, link, HandshakeAttempt.HONEST).sayShare().takeShare();
        attempt.takeConfirm();
        link[0].envelope(attempt.session()
                .seal(
                        dev.parley.crypto.FrameKind.READY,
                        "{\"name\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        noSession(stage, link[0], "5.2");
    }
}

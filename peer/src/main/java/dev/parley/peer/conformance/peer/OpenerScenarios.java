package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.opener;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.ProbeHandshake;
import dev.parley.crypto.Secret;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A peer that makes a code: who may guess, who confirms first, what ends the code (PROTOCOL.md sections 4.2 and 5.6). */
final class OpenerScenarios {
    static final List<PeerScenario> ALL = all();

    private OpenerScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(opener("5.6", "opener-meets-a-joiner", stage -> {
            Talk talk = Meeting.of(stage);
            talk.sayAndShow("7.4", "hello opener");
            stage.peer().say("hello joiner");
            SessionScenarios.expect(talk, 1, "hello joiner");
        }));
        all.add(opener("4.2", "opener-draws-again-if-the-place-is-taken", OpenerScenarios::taken));
        all.add(opener("5.6", "opener-lets-the-joiner-confirm-first", OpenerScenarios::joinerFirst));
        all.add(opener("5.6", "opener-unseats-a-wrong-guess", stage -> {
            Link link = facing(stage);
            guess(stage, link, Stage.PAIRING);
        }));
        all.add(opener("4.2", "opener-gives-up-after-three-guesses", OpenerScenarios::threeGuesses));
        all.add(opener("5.6", "opener-goes-on-after-a-wrong-guess", stage -> {
            Link link = facing(stage);
            guess(stage, link, Stage.PAIRING);
            int pairing = again(link, Stage.PAIRING);
            new HandshakeAttempt(stage, link, pairing, stage.terms()).complete(Optional.empty());
        }));
        all.add(opener("5.4", "opener-survives-its-own-hello", stage -> {
            Link link = facing(stage);
            byte[] hello = new HandshakeAttempt(stage, link, Stage.PAIRING, stage.terms())
                    .takeHello()
                    .theirHello();
            link.envelope(HandshakeAttempt.envelope(EnvelopeKind.HELLO, Stage.PAIRING, hello));
            HelloScenarios.nothingAnswered(link, "5.4");
            Arrival arrival = stage.arrival("5.4");
            arrival.seatFacing(9);
            new HandshakeAttempt(stage, arrival.link(), 9, stage.terms()).complete(Optional.empty());
        }));
        all.add(opener(
                "5.5",
                "opener-spends-a-guess-on-a-bad-seed",
                stage -> silent(stage, new ProbeHandshake.Changes() {
                    @Override
                    public byte[] sealedSeed(byte[] sealed, ProbeHandshake.SeedTerms terms) {
                        return SeedForgery.OAEP_WITH_SHA_1.seal(sealed, terms);
                    }
                })));
        return List.copyOf(all);
    }

    private static Link facing(Stage stage) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        return first.link();
    }

    private static void taken(Stage stage) throws BrokenRule, InterruptedException {
        Link link = stage.connection();
        link.say(Stage.welcome(link));
        Arrival first = stage.arrival(link);
        link.say(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
        HelloScenarios.nothingAnswered(link, "4.2");
        Link second = stage.connection("4.2");
        second.say(Stage.welcome(second));
        Arrival arrival = stage.arrival(second);
        if (arrival.room().equals(first.room())) {
            throw new BrokenRule("4.2", "claims the place again that is taken");
        }
        if (arrival.intent() != Intent.OPEN) {
            throw new BrokenRule("3.4", "claims its second place with intent " + arrival.intent());
        }
        second.say(new RelayFrame.Seated(0, SeatState.EMPTY, 1));
        stage.readCode();
        if (!arrival.room().equals(stage.room())) {
            throw new BrokenRule("4.2", "shows a code for another place than the one that it has");
        }
    }

    private static void joinerFirst(Stage stage) throws BrokenRule, InterruptedException {
        Link link = facing(stage);
        HandshakeAttempt attempt =
                new HandshakeAttempt(stage, link, Stage.PAIRING, stage.terms()).untilShares(Optional.empty());
        Optional<Link.Heard> early = link.next(Stage.QUIET_MILLIS);
        if (early.isPresent()) {
            throw new BrokenRule(
                    "5.6",
                    "must wait for the joiner's CONFIRM, and there comes "
                            + early.get().text());
        }
        attempt.sayConfirm();
        if (!attempt.takeConfirm()) {
            throw new BrokenRule("5.6", "its CONFIRM does not verify");
        }
    }

    /** One wrong guess: UNSEAT and nothing else. */
    private static void guess(Stage stage, Link link, int pairing) throws BrokenRule, InterruptedException {
        HandshakeAttempt attempt = new HandshakeAttempt(
                        stage, link, pairing, stage.terms(Secret.ofText("amber-amber-amber")))
                .untilShares(Optional.empty());
        attempt.sayConfirm();
        unseat(link);
    }

    private static void unseat(Link link) throws BrokenRule, InterruptedException {
        Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule("5.6", "must send UNSEAT after a wrong guess and sends nothing"));
        if (!(heard.frame().orElse(null) instanceof PeerFrame.Unseat)) {
            throw new BrokenRule("5.6", "must send UNSEAT after a wrong guess, and there comes " + heard.text());
        }
    }

    /** The unseated one is gone, another comes. */
    private static int again(Link link, int pairing) {
        link.say(new RelayFrame.Peer(PeerEvent.LEFT, pairing + 1));
        link.say(new RelayFrame.Peer(PeerEvent.ARRIVED, pairing + 2));
        return pairing + 2;
    }

    private static void threeGuesses(Stage stage) throws BrokenRule, InterruptedException {
        Link link = facing(stage);
        int pairing = Stage.PAIRING;
        for (int i = 0; i < 3; i++) {
            guess(stage, link, pairing);
            if (i < 2) {
                pairing = again(link, pairing);
            }
        }
        HelloScenarios.nothingAnswered(link, "4.2");
        stage.nobodyComesBack("4.2", "the third wrong guess");
    }

    /** A seed that does not open is not told apart from a wrong code. */
    private static void silent(Stage stage, ProbeHandshake.Changes changes) throws BrokenRule, InterruptedException {
        Link link = facing(stage);
        HandshakeAttempt attempt = new HandshakeAttempt(stage, link, Stage.PAIRING, stage.terms())
                .takeHello()
                .prepare(changes, Optional.empty())
                .sayHello()
                .makeShare()
                .sayShare()
                .takeShare()
                .sayConfirm();
        Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule("5.6", "must send UNSEAT after a wrong CONFIRM and sends nothing"));
        link.putBack(heard);
        if (heard.text().startsWith("CONFIRM") && attempt.takeConfirm()) {
            throw new BrokenRule("5.5", "took what it must not: its CONFIRM verifies");
        }
        unseat(link);
    }
}

package dev.parley.peer.conformance.peer;

import dev.parley.crypto.SeatProofs;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import java.util.HashMap;
import java.util.Map;

/** What a relay knows of the peer's seats, and whether each CLAIM and RESUME is right (PROTOCOL.md sections 3.2 and 3.4). */
final class SeatBook {
    private record Seat(SeatKey key, int instance, int attempt) {}

    private final Map<RoomId, Seat> seats = new HashMap<>();

    /** Waits for the first frame of a greeted connection. */
    Arrival arrival(Link link) throws BrokenRule, InterruptedException {
        Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule("3.3", "was greeted and asks for no seat"));
        if (heard.frame().orElse(null) instanceof PeerFrame.Claim claim) {
            return claimed(link, claim);
        }
        if (heard.frame().orElse(null) instanceof PeerFrame.Resume resume) {
            return resumed(link, resume);
        }
        throw new BrokenRule("3.3", "was greeted and must say CLAIM or RESUME, not " + heard.text());
    }

    private Arrival claimed(Link link, PeerFrame.Claim claim) throws BrokenRule {
        Seat known = seats.get(claim.room());
        boolean again = link.isClaimingAgain();
        if (claim.protocol() != 1) {
            throw new BrokenRule("3.2", "CLAIM asks for relay protocol " + claim.protocol() + ", not 1");
        }
        if (seats.entrySet().stream()
                .anyMatch(seat -> !seat.getKey().equals(claim.room())
                        && seat.getValue().key().matches(claim.key()))) {
            throw new BrokenRule("3.4", "has one seat key for two rooms");
        }
        if (known != null && !again) {
            checkAttempt(known, claim.instance(), claim.attempt());
        }
        seats.put(claim.room(), new Seat(claim.key(), claim.instance(), claim.attempt()));
        return new Arrival(link, claim.room(), claim.intent(), claim.attempt(), false);
    }

    private Arrival resumed(Link link, PeerFrame.Resume resume) throws BrokenRule {
        Seat known = seats.get(resume.room());
        link.isClaimingAgain();
        if (known == null) {
            throw new BrokenRule("3.4", "says RESUME for a seat that it never had");
        }
        if (!SeatProofs.of(known.key(), link.challenge(), resume.room(), resume.instance(), resume.attempt())
                .matches(resume.proof())) {
            throw new BrokenRule("3.2", "the proof in RESUME does not hold");
        }
        checkAttempt(known, resume.instance(), resume.attempt());
        seats.put(resume.room(), new Seat(known.key(), resume.instance(), resume.attempt()));
        return new Arrival(link, resume.room(), Intent.EITHER, resume.attempt(), true);
    }

    private static void checkAttempt(Seat known, int instance, int attempt) throws BrokenRule {
        if (instance == known.instance() && Integer.compareUnsigned(attempt, known.attempt()) <= 0) {
            throw new BrokenRule("3.4", "came back with attempt " + attempt + ", which does not rise");
        }
    }
}

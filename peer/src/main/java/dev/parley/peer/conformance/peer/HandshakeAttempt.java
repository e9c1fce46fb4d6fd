package dev.parley.peer.conformance.peer;

import dev.parley.crypto.CryptoException;
import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.HandshakeTerms;
import dev.parley.crypto.ProbeAgreement;
import dev.parley.crypto.ProbeHandshake;
import dev.parley.crypto.ProbeSession;
import dev.parley.crypto.Role;
import dev.parley.wire.PeerFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** One attempt of a handshake with the peer under test: our flights and theirs, each when it is asked for. */
final class HandshakeAttempt {
    static final ProbeHandshake.Changes HONEST = new ProbeHandshake.Changes() {};

    private final Stage stage;
    private final Link link;
    private final int pairing;
    private final HandshakeTerms terms;
    private byte[] theirHello = {};
    private byte[] ourShare = {};
    private Optional<ProbeHandshake> handshake = Optional.empty();

    HandshakeAttempt(Stage stage, Link link, int pairing, HandshakeTerms terms) {
        this.stage = stage;
        this.link = link;
        this.pairing = pairing;
        this.terms = terms;
    }

    static byte[] envelope(EnvelopeKind kind, byte[] message) {
        return ByteBuffer.allocate(1 + message.length)
                .put(kind.code())
                .put(message)
                .array();
    }

    static byte[] envelope(EnvelopeKind kind, int pairing, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put(kind.code())
                .putInt(pairing)
                .put(message)
                .array();
    }

    /** Their next envelope, which must be of that kind. Frames that are no envelope are an error, too. */
    static byte[] awaitEnvelope(Link link, EnvelopeKind kind, String section) throws BrokenRule, InterruptedException {
        Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule(section, "must send " + kind + " and sends nothing"));
        if (heard.frame().orElse(null) instanceof PeerFrame.Forward forward) {
            byte[] envelope = forward.envelope().toByteArray();
            if (envelope[0] == kind.code()) {
                return envelope;
            }
        }
        throw new BrokenRule(section, "must send " + kind + " and sends " + heard.text());
    }

    /** The message behind kind and pairing number. */
    static byte[] afterPairing(byte[] envelope, int pairing, String section) throws BrokenRule {
        if (envelope.length < 5 || ByteBuffer.wrap(envelope).getInt(1) != pairing) {
            throw new BrokenRule(section, "flight 1 does not carry the number of its pairing");
        }
        return Arrays.copyOfRange(envelope, 5, envelope.length);
    }

    HandshakeAttempt takeHello() throws BrokenRule, InterruptedException {
        theirHello = afterPairing(awaitEnvelope(link, EnvelopeKind.HELLO, "5.2"), pairing, "5.2");
        return this;
    }

    byte[] theirHello() {
        return theirHello.clone();
    }

    /** Makes our end, as role A or B if that is asked for. Their HELLO is there already. */
    HandshakeAttempt prepare(ProbeHandshake.Changes changes, Optional<Role> role) {
        do {
            handshake = Optional.of(new ProbeHandshake(terms, changes, stage.randomness()));
        } while (role.isPresent() && probe().roleAgainst(theirHello) != role.get());
        return this;
    }

    ProbeHandshake probe() {
        return handshake.orElseThrow();
    }

    HandshakeAttempt sayHello() {
        link.envelope(envelope(EnvelopeKind.HELLO, pairing, probe().hello()));
        return this;
    }

    /** Holds their HELLO against the rules and makes our SHARE. */
    HandshakeAttempt makeShare() throws BrokenRule {
        try {
            ourShare = probe().onHello(theirHello);
        } catch (CryptoException e) {
            throw new BrokenRule("5.3", "its HELLO is " + e.reason());
        }
        return this;
    }

    byte[] ourShare() {
        return ourShare.clone();
    }

    HandshakeAttempt sayShare() {
        link.envelope(envelope(EnvelopeKind.SHARE, ourShare));
        return this;
    }

    HandshakeAttempt takeShare() throws BrokenRule, InterruptedException {
        byte[] share = awaitEnvelope(link, EnvelopeKind.SHARE, "5.5");
        try {
            probe().onShare(Arrays.copyOfRange(share, 1, share.length));
        } catch (CryptoException e) {
            throw new BrokenRule("5.5", "its SHARE is " + e.reason());
        }
        return this;
    }

    /** Whether the CONFIRM that must come now verifies. */
    boolean takeConfirm() throws BrokenRule, InterruptedException {
        byte[] confirm = awaitEnvelope(link, EnvelopeKind.CONFIRM, "5.6");
        if (confirm.length != 33) {
            throw new BrokenRule("5.1", "its CONFIRM has " + confirm.length + " bytes, not 33");
        }
        return probe().isConfirmedBy(Arrays.copyOfRange(confirm, 1, confirm.length));
    }

    HandshakeAttempt sayConfirm() {
        link.envelope(envelope(EnvelopeKind.CONFIRM, probe().confirm()));
        return this;
    }

    /** HELLO to SHARE by the rules, as that role. */
    HandshakeAttempt untilShares(Optional<Role> role) throws BrokenRule, InterruptedException {
        return takeHello()
                .prepare(HONEST, role)
                .sayHello()
                .makeShare()
                .sayShare()
                .takeShare();
    }

    /** HELLO to CONFIRM by the rules. */
    HandshakeAttempt complete(Optional<Role> role) throws BrokenRule, InterruptedException {
        untilShares(role);
        if (stage.side() == dev.parley.crypto.Side.JOINER) {
            sayConfirm();
        }
        if (!takeConfirm()) {
            throw new BrokenRule("5.6", "its CONFIRM does not verify, though the handshake was by the rules");
        }
        if (stage.side() != dev.parley.crypto.Side.JOINER) {
            sayConfirm();
        }
        return this;
    }

    ProbeSession session() {
        return probe().session();
    }

    ProbeAgreement agreement() {
        return probe().agreement();
    }
}

package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.XWing;
import java.util.Arrays;
import java.util.Optional;

/**
 * First step of one handshake attempt: our HELLO exists, theirs has not come (PROTOCOL.md section 5). Each step is used once; its method
 * gives the next step. Any exception ends the attempt; nothing is answered.
 */
public final class Handshake {
    private final HandshakeTerms terms;
    private final Randomness randomness;
    private final XWing.KeyPair xwing;
    private final Optional<JPake> pake;
    private final HelloMessage ours;
    private boolean spent;

    private Handshake(HandshakeTerms terms, Randomness randomness) {
        this.terms = terms;
        this.randomness = randomness;
        xwing = XWing.generate(randomness);
        byte[] core = HelloMessage.encodeCore(terms, randomness.bytes(HelloMessage.NONCE_BYTES), xwing.publicKey());
        byte[] context = KeySchedule.context(terms.room(), terms.mode());
        pake = terms.code().map(code -> {
            char[] password = KeySchedule.pakePassword(context, code);
            JPake made = new JPake(KeySchedule.pakeParticipant(context, core), password, randomness);
            Arrays.fill(password, '\0');
            return made;
        });
        byte[] hello = join(core, pake.map(JPake::round1).orElse(new byte[0]));
        try {
            ours = HelloMessage.decode(hello, terms.mode());
        } catch (CryptoException e) {
            throw new AssertionError("Our own HELLO is valid.", e);
        }
    }

    /** Starts an attempt with fresh values; about 8 ms with a code, 0.1 ms without. */
    public static Handshake begin(HandshakeTerms terms, Randomness randomness) {
        return new Handshake(terms, randomness);
    }

    /** Flight 1, without envelope byte and pairing number. */
    public byte[] hello() {
        return ours.bytes().clone();
    }

    /** Takes their flight 1 and makes our flight 2. */
    public HandshakeShare onHello(byte[] theirHello) throws CryptoException {
        if (spent) {
            throw new IllegalStateException("This handshake step was used already.");
        }
        spent = true;
        HelloMessage theirs = HelloMessage.decode(theirHello, terms.mode());
        int order = Arrays.compareUnsigned(KeySchedule.helloHash(ours.bytes()), KeySchedule.helloHash(theirs.bytes()));
        if (order == 0
                || Hash.equal(ours.nonce(), theirs.nonce())
                || ours.identityKey().equals(theirs.identityKey())) {
            throw new CryptoException(Reason.OWN_END);
        }
        if (theirs.side() != terms.side().counterpart()) {
            throw new CryptoException(Reason.MALFORMED);
        }
        Role role = order < 0 ? Role.A : Role.B;
        return new HandshakeShare(terms, randomness, xwing, pake, ours, theirs, role);
    }

    static byte[] join(byte[]... parts) {
        byte[] joined =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    @Override
    public String toString() {
        return "Handshake[hidden]";
    }
}

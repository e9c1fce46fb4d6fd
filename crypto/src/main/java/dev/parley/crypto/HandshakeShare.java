package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.LengthPrefixed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Second step: both HELLOs are known, our SHARE exists, theirs has not come. SHARE is ct(1120) | oaep(256) | J-PAKE round 2(800). */
public final class HandshakeShare {
    private static final int OPEN_BYTES = XWing.CIPHERTEXT_BYTES + RsaOaep.CIPHERTEXT_BYTES;

    private final HandshakeTerms terms;
    private final Randomness randomness;
    private final XWing.KeyPair xwing;
    private final Optional<JPake> pake;
    private final HelloMessage theirs;
    private final Role role;
    private final Optional<Secret> shared;
    private final byte[] th1;
    private final byte[] ourSecret;
    private final byte[] ourSeed;
    private final byte[] ourShare;
    private boolean spent;

    HandshakeShare(
            HandshakeTerms terms,
            Randomness randomness,
            XWing.KeyPair xwing,
            Optional<JPake> pake,
            HelloMessage ours,
            HelloMessage theirs,
            Role role)
            throws CryptoException {
        this.terms = terms;
        this.randomness = randomness;
        this.xwing = xwing;
        this.pake = pake;
        this.theirs = theirs;
        this.role = role;
        byte[] context = KeySchedule.context(terms.room(), terms.mode());
        th1 = role == Role.A
                ? KeySchedule.th1(context, ours.bytes(), theirs.bytes())
                : KeySchedule.th1(context, theirs.bytes(), ours.bytes());
        List<Secret> known = terms.continuity().offered();
        shared = role == Role.A ? theirs.firstHinted(known) : theirs.firstShared(known);
        XWing.Encapsulation encapsulation =
                XWing.encapsulate(theirs.xwingKey(), randomness).orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
        byte[] round2 = pake.isEmpty()
                ? new byte[0]
                : pake.get()
                        .onRound1(KeySchedule.pakeParticipant(context, theirs.core()), theirs.pakeRound1())
                        .orElseThrow(() -> new CryptoException(Reason.BAD_PROOF));
        ourSecret = encapsulation.secret();
        ourSeed = randomness.bytes(KeySchedule.SEED_BYTES);
        byte[] sealedSeed = theirs.identityKey().encrypt(KeySchedule.oaepLabel(th1, role), ourSeed, randomness);
        ourShare = Handshake.join(encapsulation.ciphertext(), sealedSeed, round2);
    }

    /** Flight 2, without envelope byte. */
    public byte[] share() {
        return ourShare.clone();
    }

    /** Takes their flight 2; both confirmations can be computed from here on. */
    public HandshakeConfirm onShare(byte[] theirShare) throws CryptoException {
        if (spent) {
            throw new IllegalStateException("This handshake step was used already.");
        }
        spent = true;
        if (theirShare.length != OPEN_BYTES + (pake.isPresent() ? JPake.ROUND2_BYTES : 0)) {
            throw new CryptoException(Reason.MALFORMED);
        }
        byte[] theirSecret = xwing.decapsulate(Arrays.copyOf(theirShare, XWing.CIPHERTEXT_BYTES))
                .orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
        byte[] theirSeed = terms.identity()
                .decryptSeed(
                        KeySchedule.oaepLabel(th1, role.other()),
                        Arrays.copyOfRange(theirShare, XWing.CIPHERTEXT_BYTES, OPEN_BYTES),
                        randomness);
        byte[] pakeKey = pake.isEmpty()
                ? new byte[0]
                : pake.get()
                        .onRound2(Arrays.copyOfRange(theirShare, OPEN_BYTES, theirShare.length))
                        .orElseThrow(() -> new CryptoException(Reason.BAD_PROOF));
        boolean isA = role == Role.A;
        byte[] th2 = isA ? KeySchedule.th2(th1, ourShare, theirShare) : KeySchedule.th2(th1, theirShare, ourShare);
        byte[] psk = shared.map(secret -> secret.expose().clone()).orElse(new byte[0]);
        byte[] ikm = LengthPrefixed.join(
                pakeKey,
                isA ? ourSecret : theirSecret,
                isA ? theirSecret : ourSecret,
                isA ? ourSeed : theirSeed,
                isA ? theirSeed : ourSeed,
                psk);
        for (byte[] secret : new byte[][] {pakeKey, ourSecret, theirSecret, ourSeed, theirSeed, psk}) {
            Arrays.fill(secret, (byte) 0);
        }
        return new HandshakeConfirm(terms, theirs, role, new KeySchedule(th2, ikm), shared, randomness);
    }

    @Override
    public String toString() {
        return "HandshakeShare[hidden]";
    }
}

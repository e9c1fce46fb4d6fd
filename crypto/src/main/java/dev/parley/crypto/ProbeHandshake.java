package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.LengthPrefixed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One end of a handshake that says what {@link Handshake} never would, for tests of somebody else's peer: what is changed goes into
 * everything computed after it, so that nothing but the change is wrong. What it hears it takes as strictly as any end.
 */
public final class ProbeHandshake {
    /** The items of HELLO's core, in the order of PROTOCOL.md section 5.3. */
    public static final int VERSION = 0;

    public static final int MODE = 1;
    public static final int SIDE = 2;
    public static final int NONCE = 3;
    public static final int SPKI = 4;
    public static final int XWING_KEY = 5;
    public static final int HINTS = 6;
    public static final int LIMIT = 7;
    private static final int CORE_ITEMS = 8;

    /** What is said otherwise than by the rules. The defaults change nothing. */
    public interface Changes {
        /** Replaces items of the core of HELLO. */
        default void core(List<byte[]> items) {}

        /** J-PAKE's round 1 as it goes out; {@code participantId} is the one that our proofs must name. */
        default byte[] round1(byte[] round1, String participantId) {
            return round1;
        }

        /** SHARE as it goes out. */
        default byte[] share(byte[] share) {
            return share;
        }

        /** The sealed seed inside SHARE. */
        default byte[] sealedSeed(byte[] sealed, SeedTerms terms) {
            return sealed;
        }
    }

    /** What a seed is sealed with: the receiver's SPKI, the label of section 6, and the seed. The arrays are not copied. */
    public static final class SeedTerms {
        private final byte[] spki;
        private final byte[] label;
        private final byte[] seed;

        private SeedTerms(byte[] spki, byte[] label, byte[] seed) {
            this.spki = spki;
            this.label = label;
            this.seed = seed;
        }

        public byte[] spki() {
            return spki;
        }

        public byte[] label() {
            return label;
        }

        public byte[] seed() {
            return seed;
        }
    }

    private final HandshakeTerms terms;
    private final Changes changes;
    private final Randomness randomness;
    private final XWing.KeyPair xwing;
    private final Optional<JPake> pake;
    private final byte[] context;
    private final byte[] hello;
    private Optional<HelloMessage> theirs = Optional.empty();
    private Optional<KeySchedule> keys = Optional.empty();
    private Optional<Secret> shared = Optional.empty();
    private Role role = Role.A;
    private byte[] th1 = {};
    private byte[] ourSecret = {};
    private byte[] ourSeed = {};
    private byte[] ourShare = {};

    public ProbeHandshake(HandshakeTerms terms, Changes changes, Randomness randomness) {
        this.terms = terms;
        this.changes = changes;
        this.randomness = randomness;
        xwing = XWing.generate(randomness);
        context = KeySchedule.context(terms.room(), terms.mode());
        byte[] honest = HelloMessage.encodeCore(terms, randomness.bytes(HelloMessage.NONCE_BYTES), xwing.publicKey());
        List<byte[]> items = LengthPrefixed.split(ByteBuffer.wrap(honest), CORE_ITEMS, honest.length)
                .orElseThrow();
        changes.core(items);
        byte[] core = LengthPrefixed.join(items.toArray(byte[][]::new));
        String participant = KeySchedule.pakeParticipant(context, core);
        pake = terms.code().map(code -> new JPake(participant, KeySchedule.pakePassword(context, code), randomness));
        byte[] round1 = pake.map(JPake::round1).orElse(new byte[0]);
        hello = Handshake.join(core, changes.round1(round1, participant));
    }

    /** Flight 1, without envelope byte and pairing number. */
    public byte[] hello() {
        return hello.clone();
    }

    /** Who would be role A with that HELLO at the other end. */
    public Role roleAgainst(byte[] theirHello) {
        return Arrays.compareUnsigned(KeySchedule.helloHash(hello), KeySchedule.helloHash(theirHello)) < 0
                ? Role.A
                : Role.B;
    }

    /** Takes their flight 1 and makes ours of flight 2. */
    public byte[] onHello(byte[] theirHello) throws CryptoException {
        HelloMessage message = HelloMessage.decode(theirHello, terms.mode());
        if (message.side() != terms.side().counterpart()) {
            throw new CryptoException(Reason.MALFORMED);
        }
        theirs = Optional.of(message);
        role = roleAgainst(theirHello);
        th1 = role == Role.A
                ? KeySchedule.th1(context, hello, theirHello)
                : KeySchedule.th1(context, theirHello, hello);
        List<Secret> known = terms.continuity().offered();
        shared = role == Role.A ? message.firstHinted(known) : message.firstShared(known);
        XWing.Encapsulation encapsulation = XWing.encapsulate(message.xwingKey(), randomness)
                .orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
        byte[] round2 = pake.isEmpty()
                ? new byte[0]
                : pake.get()
                        .onRound1(KeySchedule.pakeParticipant(context, message.core()), message.pakeRound1())
                        .orElseThrow(() -> new CryptoException(Reason.BAD_PROOF));
        ourSecret = encapsulation.secret();
        ourSeed = randomness.bytes(KeySchedule.SEED_BYTES);
        byte[] label = KeySchedule.oaepLabel(th1, role);
        byte[] sealed = message.identityKey().encrypt(label, ourSeed, randomness);
        byte[] sent =
                changes.sealedSeed(sealed, new SeedTerms(message.identityKey().spki(), label, ourSeed.clone()));
        ourShare = changes.share(Handshake.join(encapsulation.ciphertext(), sent, round2));
        return ourShare.clone();
    }

    /** Takes their flight 2: both confirmations can be computed. */
    public void onShare(byte[] theirShare) throws CryptoException {
        int openBytes = XWing.CIPHERTEXT_BYTES + 256;
        if (theirShare.length != openBytes + (pake.isPresent() ? JPake.ROUND2_BYTES : 0)) {
            throw new CryptoException(Reason.MALFORMED);
        }
        byte[] theirSecret = xwing.decapsulate(Arrays.copyOf(theirShare, XWing.CIPHERTEXT_BYTES))
                .orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
        byte[] theirSeed = terms.identity()
                .decryptSeed(
                        KeySchedule.oaepLabel(th1, role.other()),
                        Arrays.copyOfRange(theirShare, XWing.CIPHERTEXT_BYTES, openBytes),
                        randomness);
        byte[] pakeKey = pake.isEmpty()
                ? new byte[0]
                : pake.get()
                        .onRound2(Arrays.copyOfRange(theirShare, openBytes, theirShare.length))
                        .orElseThrow(() -> new CryptoException(Reason.BAD_PROOF));
        boolean isA = role == Role.A;
        byte[] th2 = isA ? KeySchedule.th2(th1, ourShare, theirShare) : KeySchedule.th2(th1, theirShare, ourShare);
        byte[] ikm = LengthPrefixed.join(
                pakeKey,
                isA ? ourSecret : theirSecret,
                isA ? theirSecret : ourSecret,
                isA ? ourSeed : theirSeed,
                isA ? theirSeed : ourSeed,
                shared.map(secret -> secret.expose().clone()).orElse(new byte[0]));
        keys = Optional.of(new KeySchedule(th2, ikm));
    }

    /** Flight 3, without envelope byte. */
    public byte[] confirm() {
        return keys().confirmation(role);
    }

    /** Whether their flight 3 shows that they have the same keys. */
    public boolean isConfirmedBy(byte[] theirConfirmation) {
        return Hash.equal(keys().confirmation(role.other()), theirConfirmation);
    }

    /** The session, whether or not anybody confirmed it. */
    public ProbeSession session() {
        byte[] id = keys().sessionId();
        return new ProbeSession(
                role,
                id,
                keys().root(),
                new Resumption(role, id, keys().resumeKey(role), keys().resumeKey(role.other())),
                new RekeyParties(terms.identity(), theirs.orElseThrow().identityKey(), randomness));
    }

    /** What the rules make of it. */
    public ProbeAgreement agreement() {
        return new ProbeAgreement(
                keys().privateRoom(),
                terms.continuity().confirmed(shared, keys().continuity()),
                shared.isPresent(),
                SafetyNumber.of(
                        terms.identity().publicKey(), theirs.orElseThrow().identityKey()));
    }

    private KeySchedule keys() {
        return keys.orElseThrow(() -> new IllegalStateException("Their SHARE has not come."));
    }

    @Override
    public String toString() {
        return "ProbeHandshake[hidden]";
    }
}

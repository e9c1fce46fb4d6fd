package dev.parley.crypto.primitive;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.jpake.JPAKEParticipant;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroup;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound1Payload;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound2Payload;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.util.BigIntegers;

/**
 * One side of a J-PAKE run (RFC 8236) over NIST_3072 with Schnorr proofs as Bouncy Castle makes them (PROTOCOL.md annex A.1), in the
 * fixed layouts of the wire. Used once, in the order of its methods.
 */
public final class JPake {
    public static final int ELEMENT_BYTES = 384;
    public static final int SCALAR_BYTES = 32;
    private static final int PROOF_BYTES = ELEMENT_BYTES + SCALAR_BYTES;

    /** gx1, gx2, proof of x1, proof of x2. */
    public static final int ROUND1_BYTES = 2 * ELEMENT_BYTES + 2 * PROOF_BYTES;

    /** A and the proof of x2 * s. */
    public static final int ROUND2_BYTES = ELEMENT_BYTES + PROOF_BYTES;

    private static final JPAKEPrimeOrderGroup GROUP = JPAKEPrimeOrderGroups.NIST_3072;

    private final JPAKEParticipant participant;
    private final byte[] round1;
    private String theirId = "";

    /** {@code password} is copied; the caller wipes its own. */
    public JPake(String participantId, char[] password, Randomness randomness) {
        participant = new JPAKEParticipant(
                participantId, password, GROUP, SHA256Digest.newInstance(), new LibraryRandom(randomness));
        JPAKERound1Payload payload = participant.createRound1PayloadToSend();
        ByteBuffer out = ByteBuffer.allocate(ROUND1_BYTES);
        putElement(out, payload.getGx1());
        putElement(out, payload.getGx2());
        putProof(out, payload.getKnowledgeProofForX1());
        putProof(out, payload.getKnowledgeProofForX2());
        round1 = out.array();
    }

    public byte[] round1() {
        return round1.clone();
    }

    /** Checks their round 1 and gives our round 2; empty if a proof or a value is bad. */
    public Optional<byte[]> onRound1(String theirParticipantId, byte[] theirRound1) {
        if (theirRound1.length != ROUND1_BYTES) {
            return Optional.empty();
        }
        theirId = theirParticipantId;
        ByteBuffer in = ByteBuffer.wrap(theirRound1);
        BigInteger gx3 = element(in);
        BigInteger gx4 = element(in);
        BigInteger[] proof3 = proof(in);
        BigInteger[] proof4 = proof(in);
        if (!areElements(gx3, gx4) || !areScalars(proof3[1], proof4[1])) {
            return Optional.empty();
        }
        try {
            participant.validateRound1PayloadReceived(new JPAKERound1Payload(theirId, gx3, gx4, proof3, proof4));
            JPAKERound2Payload payload = participant.createRound2PayloadToSend();
            ByteBuffer out = ByteBuffer.allocate(ROUND2_BYTES);
            putElement(out, payload.getA());
            putProof(out, payload.getKnowledgeProofForX2s());
            return Optional.of(out.array());
        } catch (CryptoException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Checks their round 2 and gives the keying material, {@link #ELEMENT_BYTES} long; empty if a proof or a value is bad. */
    public Optional<byte[]> onRound2(byte[] theirRound2) {
        if (theirRound2.length != ROUND2_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(theirRound2);
        BigInteger b = element(in);
        BigInteger[] proof = proof(in);
        if (!areElements(b) || !areScalars(proof[1])) {
            return Optional.empty();
        }
        try {
            participant.validateRound2PayloadReceived(new JPAKERound2Payload(theirId, b, proof));
            return Optional.of(BigIntegers.asUnsignedByteArray(ELEMENT_BYTES, participant.calculateKeyingMaterial()));
        } catch (CryptoException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A value has one encoding: a scalar is below the group order. */
    private static boolean areScalars(BigInteger... values) {
        return Arrays.stream(values).allMatch(value -> value.compareTo(GROUP.getQ()) < 0);
    }

    /** The library checks range and order of an element, but takes the neutral one in some places. */
    private static boolean areElements(BigInteger... values) {
        return Arrays.stream(values).noneMatch(BigInteger.ONE::equals);
    }

    private static void putElement(ByteBuffer out, BigInteger element) {
        out.put(BigIntegers.asUnsignedByteArray(ELEMENT_BYTES, element));
    }

    private static void putProof(ByteBuffer out, BigInteger[] proof) {
        putElement(out, proof[0]);
        out.put(BigIntegers.asUnsignedByteArray(SCALAR_BYTES, proof[1]));
    }

    private static BigInteger element(ByteBuffer in) {
        return unsigned(in, ELEMENT_BYTES);
    }

    private static BigInteger[] proof(ByteBuffer in) {
        return new BigInteger[] {element(in), unsigned(in, SCALAR_BYTES)};
    }

    private static BigInteger unsigned(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return new BigInteger(1, bytes);
    }

    @Override
    public String toString() {
        return "JPake[hidden]";
    }
}

package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.LengthPrefixed;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Round 1 of J-PAKE with group elements that nobody may use, and proofs that hold for them (PROTOCOL.md annex A.1): for tests of
 * somebody else's peer.
 */
public final class ProbeSchnorr {
    private static final int ELEMENT_BYTES = 384;
    private static final BigInteger P = new BigInteger("""
            90066455b5cfc38f9caa4a48b4281f292c260feef01fd61037e56258a7795a1c
            7ad46076982ce6bb956936c6ab4dcfe05e6784586940ca544b9b2140e1eb523f
            009d20a7e7880e4e5bfa690f1b9004a27811cd9904af70420eefd6ea11ef7da1
            29f58835ff56b89faa637bc9ac2efaab903402229f491d8d3485261cd068699b
            6ba58a1ddbbef6db51e8fe34e8a78e542d7ba351c21ea8d8f1d29f5d5d159394
            87e27f4416b0ca632c59efd1b1eb66511a5a0fbf615b766c5862d0bd8a3fe7a0
            e0da0fb2fe1fcb19e8f9996a8ea0fccde538175238fc8b0ee6f29af7f642773e
            be8cd5402415a01451a840476b2fceb0e388d30d4b376c37fe401c2a2c2f941d
            ad179c540c1c8ce030d460c4d983be9ab0b20f69144c1ae13f9383ea1c08504f
            b0bf321503efe43488310dd8dc77ec5b8349b8bfe97c2c560ea878de87c11e3d
            597f1fea742d73eec7f37be43949ef1a0d15c3f3e3fc0a8335617055ac91328e
            c22b50fc15b941d3d1624cd88bc25f3e941fddc6200689581bfec416b4b2cb73""".replace("\n", ""), 16);
    private static final BigInteger Q =
            new BigInteger("cfa0478a54717b08ce64805b76e5b14249a77a4838469df7f7dc987efccfb11d", 16);
    private static final BigInteger G = new BigInteger("""
            5e5cba992e0a680d885eb903aea78e4a45a469103d448ede3b7accc54d521e37
            f84a4bdd5b06b0970cc2d2bbb715f7b82846f9a0c393914c792e6a923e2117ab
            805276a975aadb5261d91673ea9aaffeecbfa6183dfcb5d3b7332aa19275afa1
            f8ec0b60fb6f66cc23ae4870791d5982aad1aa9485fd8f4a60126feb2cf05db8
            a7f0f09b3397f3937f2e90b9e5b9c9b6efef642bc48351c46fb171b9bfa9ef17
            a961ce96c7e7a7cc3d3d03dfad1078ba21da425198f07d2481622bce45969d9c
            4d6063d72ab7a0f08b2f49a7cc6af335e08c4720e31476b67299e231f8bd90b3
            9ac3ae3be0c6b6cacef8289a2e2873d58e51e029cafbd55e6841489ab66b5b4b
            9ba6e2f784660896aff387d92844ccb8b69475496de19da2e58259b090489ac8
            e62363cdf82cfd8ef2a427abcd65750b506f56dde3b988567a88126b914d7828
            e2b63a6d7ed0747ec59e0e0a23ce7d8a74c1d2c2a7afb6a29799620f00e11c33
            787f7ded3b30e1a22d09f1fbda1abbbfbf25cae05a13f812e34563f99410e73b""".replace("\n", ""), 16);

    /** A value at a place of round 1, and the proof for it. */
    public enum Bad {
        /** The neutral element in the first place: x1 = 0 is allowed in the mathematics, the value is not. */
        ONE_FIRST,
        /** The neutral element in the second place. */
        ONE_SECOND,
        /** p - 1, of order 2, with a proof that holds for it. */
        ORDER_TWO,
        /** A proof whose r is not below q. */
        LONG_SCALAR,
        /** The proof of the other participant id. */
        OTHER_PARTICIPANT
    }

    private ProbeSchnorr() {}

    /** {@code round1} with one pair of value and proof replaced. */
    public static byte[] spoil(byte[] round1, String participantId, Bad bad, Randomness randomness) {
        boolean second = bad == Bad.ONE_SECOND;
        BigInteger x = new BigInteger(1, randomness.bytes(32)).mod(Q);
        BigInteger value = switch (bad) {
            case ONE_FIRST, ONE_SECOND -> BigInteger.ONE;
            case ORDER_TWO -> P.subtract(BigInteger.ONE);
            case LONG_SCALAR, OTHER_PARTICIPANT -> G.modPow(x, P);
        };
        String named = bad == Bad.OTHER_PARTICIPANT ? "0".repeat(participantId.length()) : participantId;
        while (true) {
            BigInteger v = new BigInteger(1, randomness.bytes(32)).mod(Q);
            BigInteger gv = G.modPow(v, P);
            BigInteger h = challenge(gv, value, named).mod(Q);
            BigInteger r = switch (bad) {
                // Of 1 every power is 1, of p - 1 every even one: v alone is the answer.
                case ONE_FIRST, ONE_SECOND, ORDER_TWO -> v;
                case LONG_SCALAR -> v.subtract(x.multiply(h)).mod(Q).add(Q);
                case OTHER_PARTICIPANT -> v.subtract(x.multiply(h)).mod(Q);
            };
            if (r.bitLength() <= 256 && (bad != Bad.ORDER_TWO || !h.testBit(0))) {
                byte[] spoilt = round1.clone();
                ByteBuffer out = ByteBuffer.wrap(spoilt);
                out.put(second ? ELEMENT_BYTES : 0, padded(value, ELEMENT_BYTES));
                int proofAt = 2 * ELEMENT_BYTES + (second ? ELEMENT_BYTES + 32 : 0);
                out.put(proofAt, padded(gv, ELEMENT_BYTES)).put(proofAt + ELEMENT_BYTES, padded(r, 32));
                return spoilt;
            }
        }
    }

    /** D as a signed number. */
    private static BigInteger challenge(BigInteger gv, BigInteger value, String participantId) {
        return new BigInteger(Hash.sha256(new LengthPrefixed()
                .bytes(minimal(G))
                .bytes(minimal(gv))
                .bytes(minimal(value))
                .bytes(participantId.getBytes(StandardCharsets.US_ASCII))
                .toByteArray()));
    }

    private static byte[] minimal(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] padded(BigInteger number, int size) {
        byte[] bytes = minimal(number);
        byte[] padded = new byte[size];
        System.arraycopy(bytes, 0, padded, size - bytes.length, bytes.length);
        return padded;
    }
}

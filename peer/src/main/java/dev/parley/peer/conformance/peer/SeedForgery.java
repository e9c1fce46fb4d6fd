package dev.parley.peer.conformance.peer;

import dev.parley.crypto.ProbeHandshake.SeedTerms;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** Sealed seeds that must not open (PROTOCOL.md section 5.5): each by RSAES-OAEP of RFC 8017 section 7.1, but for one thing. */
enum SeedForgery {
    /** Hash and MGF1 with SHA-1. */
    OAEP_WITH_SHA_1 {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            return oaep(terms, "SHA-1", "SHA-1", terms.label(), terms.seed());
        }
    },
    /** What some libraries do if only the hash is named. */
    OAEP_WITH_MGF1_OF_SHA_1 {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            return oaep(terms, "SHA-256", "SHA-1", terms.label(), terms.seed());
        }
    },
    OAEP_WITHOUT_LABEL {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            return oaep(terms, "SHA-256", "SHA-256", new byte[0], terms.seed());
        }
    },
    /** The label of the other role. */
    OAEP_WITH_THE_OTHER_ROLE {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            byte[] label = terms.label().clone();
            label[label.length - 1] ^= 'A' ^ 'B';
            return oaep(terms, "SHA-256", "SHA-256", label, terms.seed());
        }
    },
    SEED_OF_31_BYTES {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            return oaep(terms, "SHA-256", "SHA-256", terms.label(), Arrays.copyOf(terms.seed(), 31));
        }
    },
    SEED_OF_33_BYTES {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            return oaep(terms, "SHA-256", "SHA-256", terms.label(), Arrays.copyOf(terms.seed(), 33));
        }
    },
    SEALED_SEED_ABOVE_THE_MODULUS {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            byte[] above = new byte[sealed.length];
            Arrays.fill(above, (byte) 0xFF);
            return above;
        }
    },
    SEALED_SEED_WITH_A_FLIPPED_BIT {
        @Override
        byte[] seal(byte[] sealed, SeedTerms terms) {
            byte[] flipped = sealed.clone();
            flipped[128] ^= 1;
            return flipped;
        }
    };

    private static final int MODULUS_BYTES = 256;

    abstract byte[] seal(byte[] sealed, SeedTerms terms);

    String scenario() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static byte[] oaep(SeedTerms terms, String hash, String mgf, byte[] label, byte[] message) {
        byte[] labelHash = digest(hash).digest(label);
        int size = labelHash.length;
        byte[] block = new byte[MODULUS_BYTES - size - 1];
        System.arraycopy(labelHash, 0, block, 0, size);
        block[block.length - message.length - 1] = 1;
        System.arraycopy(message, 0, block, block.length - message.length, message.length);
        // Nobody's secret depends on it: the same for each.
        byte[] seed = Arrays.copyOf(digest("SHA-256").digest(terms.label()), size);
        xor(block, mask(mgf, seed, block.length));
        xor(seed, mask(mgf, block, size));
        byte[] padded = ByteBuffer.allocate(MODULUS_BYTES)
                .put((byte) 0)
                .put(seed)
                .put(block)
                .array();
        byte[] sealed = new BigInteger(1, padded)
                .modPow(BigInteger.valueOf(65_537), RsaForgery.modulus(terms.spki()))
                .toByteArray();
        byte[] whole = new byte[MODULUS_BYTES];
        int from = Math.max(0, sealed.length - MODULUS_BYTES);
        System.arraycopy(sealed, from, whole, MODULUS_BYTES - (sealed.length - from), sealed.length - from);
        return whole;
    }

    private static byte[] mask(String hash, byte[] seed, int size) {
        ByteBuffer out = ByteBuffer.allocate(size + 64);
        for (int counter = 0; out.position() < size; counter++) {
            MessageDigest digest = digest(hash);
            digest.update(seed);
            out.put(digest.digest(ByteBuffer.allocate(4).putInt(counter).array()));
        }
        return Arrays.copyOf(out.array(), size);
    }

    private static void xor(byte[] into, byte[] mask) {
        for (int i = 0; i < into.length; i++) {
            into[i] ^= mask[i];
        }
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has " + name + ".", e);
        }
    }
}

package dev.parley.peer.conformance.peer;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Public keys that nobody may take, in DER that is right otherwise (PROTOCOL.md section 5.3). */
enum RsaForgery {
    RSA_1024 {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            // The product of two primes of 512 bits.
            BigInteger modulus = new BigInteger(
                            "fd4d1bc3a1bd39f2b6bd1a4ee8f9fa6d9e0f1c9b8c6d5a4b3c2d1e0f9a8b7c6d5e4f30213243546576879809a1b2c3d4e5f60718293a4b5c6d7e8f9fa0b1c2d3",
                            16)
                    .nextProbablePrime();
            BigInteger other = modulus.add(BigInteger.TWO).nextProbablePrime();
            return der(modulus.multiply(other), E, ALGORITHM);
        }
    },
    RSA_4096 {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            return der(ours.multiply(theirs), E, ALGORITHM);
        }
    },
    RSA_EVEN_MODULUS {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            return der(ours.clearBit(0), E, ALGORITHM);
        }
    },
    RSA_MODULUS_WITH_FACTOR_THREE {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            BigInteger multiple = ours.subtract(ours.mod(BigInteger.valueOf(6))).add(BigInteger.valueOf(3));
            return der(multiple, E, ALGORITHM);
        }
    },
    RSA_PRIME_MODULUS {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            // The modulus of RFC 3526's group of 2,048 bits: a prime.
            return der(new BigInteger(RFC_3526, 16), E, ALGORITHM);
        }
    },
    RSA_EXPONENT_ONE {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            return der(ours, BigInteger.ONE, ALGORITHM);
        }
    },
    RSA_EXPONENT_THREE {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            return der(ours, BigInteger.valueOf(3), ALGORITHM);
        }
    },
    /** 294 bytes, like a good one. */
    RSA_EXPONENT_OF_THREE_OTHER_BYTES {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            return der(ours, BigInteger.valueOf(65_539), ALGORITHM);
        }
    },
    RSA_WITHOUT_PARAMETERS {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            return der(ours, E, Arrays.copyOf(ALGORITHM, ALGORITHM.length - 2));
        }
    },
    RSA_WITH_A_BYTE_BEHIND {
        @Override
        byte[] forge(BigInteger ours, BigInteger theirs) {
            byte[] good = der(ours, E, ALGORITHM);
            return Arrays.copyOf(good, good.length + 1);
        }
    };

    private static final BigInteger E = BigInteger.valueOf(65_537);

    /** OID 1.2.840.113549.1.1.1 and NULL. */
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("06092a864886f70d0101010500");

    private static final int MODULUS_AT = 33;
    private static final String RFC_3526 = """
            FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74
            020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437
            4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
            EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05
            98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB
            9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
            E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718
            3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF""".replace("\n", "");

    abstract byte[] forge(BigInteger ours, BigInteger theirs);

    /** A forgery out of two good SPKIs. */
    byte[] spki(byte[] ours, byte[] theirs) {
        return forge(modulus(ours), modulus(theirs));
    }

    String scenario() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The modulus of a good SPKI. */
    static BigInteger modulus(byte[] spki) {
        return new BigInteger(1, Arrays.copyOfRange(spki, MODULUS_AT, MODULUS_AT + 256));
    }

    private static byte[] der(BigInteger modulus, BigInteger exponent, byte[] algorithm) {
        byte[] key = tagged(0x30, tagged(0x02, modulus.toByteArray()), tagged(0x02, exponent.toByteArray()));
        return tagged(0x30, tagged(0x30, algorithm), tagged(0x03, new byte[1], key));
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = body.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }
}

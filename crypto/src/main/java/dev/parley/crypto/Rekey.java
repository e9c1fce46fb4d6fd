package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.LengthPrefixed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The two bodies that lead from one epoch's root to the next (PROTOCOL.md section 7.5). */
final class Rekey {
    private final RekeyParties parties;
    private final byte[] sessionId;
    private final int nextEpoch;
    private final Role ourRole;

    Rekey(RekeyParties parties, byte[] sessionId, int nextEpoch, Role ourRole) {
        this.parties = parties;
        this.sessionId = sessionId;
        this.nextEpoch = nextEpoch;
        this.ourRole = ourRole;
    }

    /** REKEY1 sent, REKEY2 awaited. */
    final class Started {
        private final XWing.KeyPair xwing = XWing.generate(parties.randomness());
        private final byte[] seed = parties.randomness().bytes(KeySchedule.SEED_BYTES);
        private final byte[] body = new LengthPrefixed()
                .bytes(xwing.publicKey())
                .bytes(sealSeed(seed))
                .toByteArray();

        byte[] body() {
            return body;
        }

        /** It will not be answered. */
        void wipe() {
            Arrays.fill(seed, (byte) 0);
        }

        /** The next root from their REKEY2. */
        byte[] finish(byte[] root, byte[] body2) throws CryptoException {
            List<byte[]> items = split(body2, XWing.CIPHERTEXT_BYTES);
            byte[] secret = xwing.decapsulate(items.get(0)).orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
            byte[] theirSeed = openSeed(items.get(1));
            return nextRoot(root, secret, seed, theirSeed, body, body2);
        }
    }

    /** REKEY2 and the root behind it. */
    static final class Answer {
        private final byte[] body;
        private final byte[] root;

        private Answer(byte[] body, byte[] root) {
            this.body = body;
            this.root = root;
        }

        byte[] body() {
            return body;
        }

        byte[] root() {
            return root;
        }
    }

    Started start() {
        return new Started();
    }

    Answer answer(byte[] root, byte[] body1) throws CryptoException {
        List<byte[]> items = split(body1, XWing.PUBLIC_KEY_BYTES);
        XWing.Encapsulation encapsulation = XWing.encapsulate(items.get(0), parties.randomness())
                .orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
        byte[] theirSeed = openSeed(items.get(1));
        byte[] seed = parties.randomness().bytes(KeySchedule.SEED_BYTES);
        byte[] body2 = new LengthPrefixed()
                .bytes(encapsulation.ciphertext())
                .bytes(sealSeed(seed))
                .toByteArray();
        return new Answer(body2, nextRoot(root, encapsulation.secret(), theirSeed, seed, body1, body2));
    }

    /** Seeds in the order of REKEY1 and REKEY2, whoever is who. */
    private byte[] nextRoot(byte[] root, byte[] secret, byte[] seed1, byte[] seed2, byte[] body1, byte[] body2) {
        byte[] ikm = LengthPrefixed.join(secret, seed1, seed2);
        for (byte[] used : new byte[][] {secret, seed1, seed2}) {
            Arrays.fill(used, (byte) 0);
        }
        return KeySchedule.nextRoot(root, ikm, sessionId, nextEpoch, body1, body2);
    }

    private byte[] sealSeed(byte[] seed) {
        return parties.theirs()
                .encrypt(KeySchedule.rekeyLabel(sessionId, nextEpoch, ourRole), seed, parties.randomness());
    }

    private byte[] openSeed(byte[] ciphertext) {
        return parties.ours()
                .decryptSeed(
                        KeySchedule.rekeyLabel(sessionId, nextEpoch, ourRole.other()),
                        ciphertext,
                        parties.randomness());
    }

    private static List<byte[]> split(byte[] body, int firstBytes) throws CryptoException {
        ByteBuffer in = ByteBuffer.wrap(body);
        List<byte[]> items =
                LengthPrefixed.split(in, 2, firstBytes).orElseThrow(() -> new CryptoException(Reason.MALFORMED));
        if (in.hasRemaining() || items.get(0).length != firstBytes || items.get(1).length != RsaOaep.CIPHERTEXT_BYTES) {
            throw new CryptoException(Reason.MALFORMED);
        }
        return items;
    }
}

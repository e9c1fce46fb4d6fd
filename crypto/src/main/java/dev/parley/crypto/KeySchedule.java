package dev.parley.crypto;

import dev.parley.crypto.primitive.Argon2id;
import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.Hkdf;
import dev.parley.wire.Label;
import dev.parley.wire.LengthPrefixed;
import dev.parley.wire.RoomId;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Every derivation of the project, one method each: the end-to-end protocol (PROTOCOL.md section 6) and, apart from it by their first
 * label, the keys of what lies on disk. The labels are those of {@link Label}. An instance is the schedule of one handshake; {@link #close()} wipes its key.
 */
final class KeySchedule implements AutoCloseable {
    static final int SEED_BYTES = 32;
    static final int KEY_BYTES = 32;
    static final int SESSION_ID_BYTES = 16;
    static final int SESSION_NUMBER_BYTES = 60;
    static final int HINT_BYTES = 16;

    /** RFC 9106 section 4, the second recommended choice, with one lane: a person waits some tenths of a second. */
    private static final Argon2id.Cost PASSPHRASE_COST = new Argon2id.Cost(64 << 10, 3, 1);

    private static final byte[] STEP_MESSAGE = {1};
    private static final byte[] STEP_CHAIN = {2};

    private final byte[] prk;
    private final byte[] th2;

    /** {@code ikm} is wiped. */
    KeySchedule(byte[] th2, byte[] ikm) {
        this.th2 = th2;
        this.prk = Hkdf.extract(th2, ikm);
        Arrays.fill(ikm, (byte) 0);
    }

    static RoomId placeRoom(String digits) {
        return RoomId.of(hash(Label.PLACE, digits.getBytes(StandardCharsets.UTF_8)));
    }

    static RoomId namedRoom(String name) {
        return RoomId.of(
                hash(Label.NAME, Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8)));
    }

    /** What a handshake is about before a byte was exchanged. */
    static byte[] context(RoomId room, Mode mode) {
        return new LengthPrefixed()
                .label(Label.PROTOCOL)
                .label(Label.SUITE)
                .bytes(hash(Label.ROOM, room.toByteArray()))
                .u8(mode.ordinal())
                .toByteArray();
    }

    static byte[] helloHash(byte[] hello) {
        return hash(Label.HELLO, hello);
    }

    static String pakeParticipant(byte[] context, byte[] helloCore) {
        return HexFormat.of().formatHex(hash(Label.PAKE_PARTICIPANT, context, helloCore));
    }

    /** The PAKE's password: 64 hex characters, for the caller to wipe. */
    static char[] pakePassword(byte[] context, Secret code) {
        byte[] input = LengthPrefixed.join(
                Label.PAKE_PASSWORD.text().getBytes(StandardCharsets.UTF_8), context, code.expose());
        byte[] hash = Hash.sha256(input);
        Arrays.fill(input, (byte) 0);
        char[] password = new char[2 * hash.length];
        for (int i = 0; i < hash.length; i++) {
            password[2 * i] = HexFormat.of().toHighHexDigit(hash[i]);
            password[2 * i + 1] = HexFormat.of().toLowHexDigit(hash[i]);
        }
        Arrays.fill(hash, (byte) 0);
        return password;
    }

    static byte[] th1(byte[] context, byte[] helloA, byte[] helloB) {
        return hash(Label.TRANSCRIPT_1, context, helloA, helloB);
    }

    static byte[] th2(byte[] th1, byte[] shareA, byte[] shareB) {
        return hash(Label.TRANSCRIPT_2, th1, shareA, shareB);
    }

    static byte[] oaepLabel(byte[] th1, Role sender) {
        return new LengthPrefixed()
                .label(Label.OAEP)
                .bytes(th1)
                .bytes(sender.bytes())
                .toByteArray();
    }

    byte[] confirmation(Role sender) {
        byte[] key = derive(sender == Role.A ? Label.CONFIRM_A : Label.CONFIRM_B, KEY_BYTES);
        byte[] tag = Hash.hmacSha256(
                key, new LengthPrefixed().label(Label.CONFIRM).bytes(th2).toByteArray());
        Arrays.fill(key, (byte) 0);
        return tag;
    }

    byte[] root() {
        return derive(Label.ROOT, KEY_BYTES);
    }

    byte[] sessionId() {
        return derive(Label.SESSION_ID, SESSION_ID_BYTES);
    }

    byte[] resumeKey(Role sender) {
        return derive(sender == Role.A ? Label.RESUME_A : Label.RESUME_B, KEY_BYTES);
    }

    /** The tag of a RESUME-SESSION. */
    static byte[] resumption(byte[] resumeKey, byte[] sessionId, Role sender, int pairing, long next) {
        return Hash.hmacSha256(
                resumeKey,
                new LengthPrefixed()
                        .label(Label.RESUME)
                        .bytes(sessionId)
                        .bytes(sender.bytes())
                        .u32(pairing)
                        .u64(next)
                        .toByteArray());
    }

    byte[] sessionNumber() {
        return derive(Label.SESSION_NUMBER, SESSION_NUMBER_BYTES);
    }

    /** The secret that a later handshake of these two mixes in. */
    Secret continuity() {
        return Secret.take(derive(Label.CONTINUITY, KEY_BYTES));
    }

    /** The room that only the two of this handshake know of. */
    RoomId privateRoom() {
        return RoomId.of(derive(Label.PRIVATE_ROOM, Wire.ROOM_ID_BYTES));
    }

    /** Shows a holder of {@code secret}, and nobody else, that its sender holds it too. */
    static byte[] continuityHint(Secret secret, byte[] nonce) {
        return Arrays.copyOf(
                Hash.hmacSha256(
                        secret.expose(),
                        new LengthPrefixed().label(Label.HINT).bytes(nonce).toByteArray()),
                HINT_BYTES);
    }

    /** ck_{e,P}: where the chain of one direction starts in one epoch. */
    static byte[] chainStart(byte[] root, byte[] sessionId, int epoch, Role sender) {
        return Hkdf.expand(
                root,
                new LengthPrefixed()
                        .label(Label.PROTOCOL)
                        .label(Label.CHAIN)
                        .bytes(sessionId)
                        .u32(epoch)
                        .bytes(sender.bytes())
                        .toByteArray(),
                KEY_BYTES);
    }

    static byte[] messageKey(byte[] chainKey) {
        return Hash.hmacSha256(chainKey, STEP_MESSAGE);
    }

    static byte[] nextChainKey(byte[] chainKey) {
        return Hash.hmacSha256(chainKey, STEP_CHAIN);
    }

    static byte[] frameLabel(byte[] sessionId, Role sender, int epoch, long seq) {
        return new LengthPrefixed()
                .label(Label.FRAME)
                .bytes(sessionId)
                .bytes(sender.bytes())
                .u32(epoch)
                .u64(seq)
                .toByteArray();
    }

    static byte[] rekeyLabel(byte[] sessionId, int nextEpoch, Role sender) {
        return new LengthPrefixed()
                .label(Label.REKEY)
                .bytes(sessionId)
                .u32(nextEpoch)
                .bytes(sender.bytes())
                .toByteArray();
    }

    /** rk_{e+1}; {@code ikm} is wiped. */
    static byte[] nextRoot(byte[] root, byte[] ikm, byte[] sessionId, int nextEpoch, byte[] body1, byte[] body2) {
        byte[] th = Hash.sha256(new LengthPrefixed()
                .label(Label.REKEY)
                .bytes(sessionId)
                .u32(nextEpoch)
                .bytes(body1)
                .bytes(body2)
                .toByteArray());
        byte[] prk = Hkdf.extract(root, ikm);
        Arrays.fill(ikm, (byte) 0);
        byte[] next = Hkdf.expand(
                prk,
                new LengthPrefixed()
                        .label(Label.PROTOCOL)
                        .label(Label.ROOT)
                        .bytes(th)
                        .toByteArray(),
                KEY_BYTES);
        Arrays.fill(prk, (byte) 0);
        return next;
    }

    /** The key of one file in the state folder, which its purpose and its salt name. */
    static byte[] storeKey(byte[] key, Label purpose, byte[] salt) {
        byte[] prk = Hkdf.extract(salt, key);
        byte[] derived = Hkdf.expand(
                prk, new LengthPrefixed().label(Label.STORE).label(purpose).toByteArray(), KEY_BYTES);
        Arrays.fill(prk, (byte) 0);
        return derived;
    }

    /** The key of a file that needs both {@code key} and a passphrase. */
    static byte[] storeKey(byte[] key, Secret passphrase, byte[] salt) {
        byte[] stretched = Argon2id.hash(passphrase.expose(), salt, PASSPHRASE_COST, KEY_BYTES);
        byte[] both = ByteBuffer.allocate(2 * KEY_BYTES).put(key).put(stretched).array();
        byte[] derived = storeKey(both, Label.STORE_PASSPHRASE, salt);
        Arrays.fill(stretched, (byte) 0);
        Arrays.fill(both, (byte) 0);
        return derived;
    }

    private byte[] derive(Label label, int length) {
        return Hkdf.expand(
                prk,
                new LengthPrefixed()
                        .label(Label.PROTOCOL)
                        .label(label)
                        .bytes(th2)
                        .toByteArray(),
                length);
    }

    private static byte[] hash(Label label, byte[]... items) {
        LengthPrefixed input = new LengthPrefixed().label(label);
        for (byte[] item : items) {
            input.bytes(item);
        }
        return Hash.sha256(input.toByteArray());
    }

    @Override
    public void close() {
        Arrays.fill(prk, (byte) 0);
    }
}

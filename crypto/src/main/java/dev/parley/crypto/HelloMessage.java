package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.LengthPrefixed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** HELLO, decoded (PROTOCOL.md section 5.3): the core, and J-PAKE round 1 behind it in code mode. */
final class HelloMessage {
    static final int VERSION = 1;
    static final int NONCE_BYTES = 32;
    static final int MAX_HINTS = 2;
    private static final int CORE_ITEMS = 8;

    private final byte[] whole;
    private final byte[] core;
    private final Side side;
    private final byte[] nonce;
    private final IdentityKey identityKey;
    private final byte[] xwingKey;
    private final List<byte[]> hints;
    private final int maxBody;
    private final byte[] pakeRound1;

    private HelloMessage(byte[] whole, int coreLength, List<byte[]> items, Mode mode) throws CryptoException {
        this.whole = whole;
        this.core = Arrays.copyOf(whole, coreLength);
        this.pakeRound1 = Arrays.copyOfRange(whole, coreLength, whole.length);
        if (one(items.get(0)) != VERSION || one(items.get(1)) != mode.ordinal()) {
            throw new CryptoException(Reason.MALFORMED);
        }
        int sideCode = one(items.get(2));
        if (sideCode >= Side.values().length) {
            throw new CryptoException(Reason.MALFORMED);
        }
        side = Side.values()[sideCode];
        nonce = items.get(3);
        identityKey = IdentityKey.decode(items.get(4)).orElseThrow(() -> new CryptoException(Reason.BAD_KEY));
        xwingKey = items.get(5);
        byte[] allHints = items.get(6);
        byte[] limits = items.get(7);
        if (nonce.length != NONCE_BYTES
                || xwingKey.length != XWing.PUBLIC_KEY_BYTES
                || allHints.length % KeySchedule.HINT_BYTES != 0
                || allHints.length > MAX_HINTS * KeySchedule.HINT_BYTES
                || limits.length != 4
                || pakeRound1.length != (mode == Mode.CODE ? JPake.ROUND1_BYTES : 0)) {
            throw new CryptoException(Reason.MALFORMED);
        }
        hints = new ArrayList<>();
        for (int at = 0; at < allHints.length; at += KeySchedule.HINT_BYTES) {
            hints.add(Arrays.copyOfRange(allHints, at, at + KeySchedule.HINT_BYTES));
        }
        maxBody = ByteBuffer.wrap(limits).getInt();
        if (maxBody < SessionFrame.MIN_MAX_BODY_BYTES || maxBody > SessionFrame.MAX_BODY_BYTES) {
            throw new CryptoException(Reason.MALFORMED);
        }
    }

    static HelloMessage decode(byte[] bytes, Mode mode) throws CryptoException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<byte[]> items = LengthPrefixed.split(in, CORE_ITEMS, XWing.PUBLIC_KEY_BYTES)
                .orElseThrow(() -> new CryptoException(Reason.MALFORMED));
        return new HelloMessage(bytes.clone(), in.position(), items, mode);
    }

    /** The core of our own HELLO. */
    static byte[] encodeCore(HandshakeTerms terms, byte[] nonce, byte[] xwingKey) {
        byte[] hints = Handshake.join(terms.continuity().offered().stream()
                .map(secret -> KeySchedule.continuityHint(secret, nonce))
                .toArray(byte[][]::new));
        return new LengthPrefixed()
                .u8(VERSION)
                .u8(terms.mode().ordinal())
                .u8(terms.side().ordinal())
                .bytes(nonce)
                .bytes(terms.identity().publicKey().spki())
                .bytes(xwingKey)
                .bytes(hints)
                .u32(SessionFrame.MAX_BODY_BYTES)
                .toByteArray();
    }

    /** The whole message, as it enters the transcript. */
    byte[] bytes() {
        return whole;
    }

    byte[] core() {
        return core;
    }

    Side side() {
        return side;
    }

    byte[] nonce() {
        return nonce;
    }

    IdentityKey identityKey() {
        return identityKey;
    }

    byte[] xwingKey() {
        return xwingKey;
    }

    /** Which of {@code secrets} the {@code index}-th hint of this HELLO was made with. */
    private Optional<Secret> hinted(int index, List<Secret> secrets) {
        return secrets.stream()
                .filter(secret -> Hash.equal(KeySchedule.continuityHint(secret, nonce), hints.get(index)))
                .findFirst();
    }

    /** The secret to use, seen from its receiver: the first of this list that {@code secrets} shares. */
    Optional<Secret> firstShared(List<Secret> secrets) {
        return IntStream.range(0, hints.size())
                .mapToObj(index -> hinted(index, secrets))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The secret to use, seen from the end whose own list goes first: the first of {@code secrets} that is hinted at here. */
    Optional<Secret> firstHinted(List<Secret> secrets) {
        return secrets.stream()
                .filter(secret -> firstShared(List.of(secret)).isPresent())
                .findFirst();
    }

    /** The largest session frame body that its sender takes, in bytes. */
    int maxBody() {
        return maxBody;
    }

    byte[] pakeRound1() {
        return pakeRound1;
    }

    private static int one(byte[] item) throws CryptoException {
        if (item.length != 1) {
            throw new CryptoException(Reason.MALFORMED);
        }
        return item[0] & 0xFF;
    }
}

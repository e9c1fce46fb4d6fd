package dev.parley.peer.faults;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one peer sealed, as seen on the wire: a nonce never comes with other bytes, and neither does a seq of one session, each
 * of which has a key of its own. One per peer and room.
 */
final class SealLedger {
    private static final int BODY = Wire.HEADER_BYTES;
    private static final int NONCE = BODY + 1 + 4 + 8;
    private static final int NONCE_BYTES = 12;
    private static final int SID = BODY + 1 + 4 + 4;
    private static final int SID_BYTES = 16;

    /** One session of this peer. */
    static final class Sealed {
        private final Map<Long, Integer> bySeq = new HashMap<>();
    }

    private final Map<ByteBuffer, Integer> nonces = new HashMap<>();
    private final Map<String, Sealed> bySid = new HashMap<>();
    private Optional<Sealed> unnamed = Optional.empty();
    private long repeated;
    private long frames;

    /** How many frames were sent again as they were sealed. */
    synchronized long repeated() {
        return repeated;
    }

    /** How many frames with a nonce of their own. */
    synchronized long frames() {
        return frames;
    }

    /** A crash: what was agreed on before is gone. */
    synchronized void forgetSessions() {
        unnamed = Optional.empty();
    }

    /** The session that {@code envelope} makes current on its connection, if it does. */
    synchronized Optional<Sealed> session(byte[] envelope) {
        if (LinkWatch.isEnvelope(envelope, EnvelopeKind.CONFIRM)) {
            unnamed = Optional.of(new Sealed());
            return unnamed;
        }
        if (LinkWatch.isEnvelope(envelope, EnvelopeKind.RESUME_SESSION)) {
            String sid = HexFormat.of().formatHex(envelope, SID, SID + SID_BYTES);
            Sealed named = bySid.computeIfAbsent(sid, unknown -> unnamed.orElseGet(Sealed::new));
            unnamed = Optional.empty();
            return Optional.of(named);
        }
        return Optional.empty();
    }

    /** Takes one session frame down. Says what is wrong with it, if anything. */
    synchronized Optional<String> sealed(Sealed session, byte[] frame) {
        ByteBuffer nonce = ByteBuffer.wrap(frame, NONCE, NONCE_BYTES).slice();
        int hash = Arrays.hashCode(frame);
        Integer before =
                nonces.putIfAbsent(ByteBuffer.wrap(Arrays.copyOfRange(frame, NONCE, NONCE + NONCE_BYTES)), hash);
        Integer same = session.bySeq.putIfAbsent(LinkWatch.seq(frame), hash);
        if (before != null) {
            repeated++;
        } else {
            frames++;
        }
        if (before != null && before != hash) {
            return Optional.of("nonce " + HexFormat.of().formatHex(nonce.array(), NONCE, NONCE + NONCE_BYTES)
                    + " sealed two plain texts, seq " + LinkWatch.seq(frame));
        }
        if (same != null && same != hash) {
            return Optional.of("the key of seq " + LinkWatch.seq(frame) + " sealed twice");
        }
        return Optional.empty();
    }
}

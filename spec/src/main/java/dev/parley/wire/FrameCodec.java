package dev.parley.wire;

import dev.parley.wire.WireException.Reason;
import java.nio.ByteBuffer;

/**
 * Total, strict encoding and decoding of frames; the only place that knows their offsets (PROTOCOL.md section 3.2). Every input either
 * becomes one whole frame or a {@link WireException}; nothing is allocated before the header passed {@link #checkPeerHeader} or
 * {@link #checkRelayHeader}.
 */
public final class FrameCodec {
    private static final int WELCOME_FIXED = 2 + 2 + Wire.CHALLENGE_BYTES + 4 + 2 + 2 + 1;
    private static final int ADMIT_BODY = 1 + 32;
    private static final int CLAIM_BODY = 2 + Wire.ROOM_ID_BYTES + Wire.SEAT_KEY_BYTES + 1 + 4 + 4;
    private static final int RESUME_BODY = 2 + Wire.ROOM_ID_BYTES + 4 + 4 + Wire.PROOF_BYTES;
    private static final int NOTICE_FIXED = 1 + 4;

    private FrameCodec() {}

    /** Refuses a header that no peer may send: unknown type, or a length that this type cannot have. */
    public static void checkPeerHeader(int length, int type) throws WireException {
        switch (type) {
            case Wire.ADMIT -> requireBody(length, ADMIT_BODY, ADMIT_BODY);
            case Wire.CLAIM -> requireBody(length, CLAIM_BODY, CLAIM_BODY);
            case Wire.RESUME -> requireBody(length, RESUME_BODY, RESUME_BODY);
            case Wire.ENVELOPE -> requireBody(length, 1, Wire.MAX_ENVELOPE_BYTES);
            case Wire.LEAVE, Wire.UNSEAT -> requireBody(length, 0, 0);
            case Wire.PING, Wire.PONG -> requireBody(length, 8, 8);
            default -> throw unknownType(length);
        }
    }

    /** Refuses a header that no relay may send. */
    public static void checkRelayHeader(int length, int type) throws WireException {
        switch (type) {
            case Wire.WELCOME -> requireBody(length, WELCOME_FIXED, WELCOME_FIXED + Wire.MAX_NOTICE_BYTES);
            case Wire.CHALLENGE -> requireBody(length, Wire.SEALED_SEED_BYTES, Wire.SEALED_SEED_BYTES);
            case Wire.SEATED -> requireBody(length, 6, 6);
            case Wire.PEER -> requireBody(length, 5, 5);
            case Wire.ENVELOPE -> requireBody(length, 1, Wire.MAX_ENVELOPE_BYTES);
            case Wire.PING, Wire.PONG -> requireBody(length, 8, 8);
            case Wire.NOTICE -> requireBody(length, NOTICE_FIXED, NOTICE_FIXED + Wire.MAX_NOTICE_BYTES);
            case Wire.DISPLACED -> requireBody(length, 0, 0);
            case Wire.REFUSED -> requireBody(length, 6, 6);
            default -> throw unknownType(length);
        }
    }

    public static byte[] encode(PeerFrame frame) {
        return frame.accept(PEER_ENCODER);
    }

    /** Appends the frame to {@code out}, which has room for it: an envelope is copied this once. */
    public static void encode(PeerFrame frame, ByteBuffer out) {
        if (frame instanceof PeerFrame.Forward forward) {
            putEnvelope(forward.envelope(), out);
        } else {
            out.put(encode(frame));
        }
    }

    public static byte[] encode(RelayFrame frame) {
        return frame.accept(RELAY_ENCODER);
    }

    /** Decodes one whole frame of a peer: header and body, nothing before or behind. */
    public static PeerFrame decodePeer(byte[] frame) throws WireException {
        return decodePeer(ByteBuffer.wrap(frame));
    }

    /** Decodes the frame that fills {@code frame} from its position to its limit. */
    public static PeerFrame decodePeer(ByteBuffer frame) throws WireException {
        int length = lengthOf(frame);
        int type = frame.get() & 0xFF;
        checkPeerHeader(length, type);
        return switch (type) {
            case Wire.ADMIT -> decodeAdmit(frame);
            case Wire.CLAIM ->
                new PeerFrame.Claim(
                        u16(frame),
                        RoomId.of(take(frame, Wire.ROOM_ID_BYTES)),
                        SeatKey.of(take(frame, Wire.SEAT_KEY_BYTES)),
                        named(Intent.values(), u8(frame)),
                        frame.getInt(),
                        frame.getInt());
            case Wire.RESUME ->
                new PeerFrame.Resume(
                        u16(frame),
                        RoomId.of(take(frame, Wire.ROOM_ID_BYTES)),
                        frame.getInt(),
                        frame.getInt(),
                        SeatProof.of(take(frame, Wire.PROOF_BYTES)));
            case Wire.ENVELOPE -> new PeerFrame.Forward(Envelope.taking(take(frame, length - 1)));
            case Wire.LEAVE -> new PeerFrame.Leave();
            case Wire.UNSEAT -> new PeerFrame.Unseat();
            case Wire.PING -> new PeerFrame.Ping(frame.getLong());
            case Wire.PONG -> new PeerFrame.Pong(frame.getLong());
            default -> throw new AssertionError("Type " + type + " passed the header check.");
        };
    }

    /** Decodes one whole frame of a relay: header and body, nothing before or behind. */
    public static RelayFrame decodeRelay(byte[] bytes) throws WireException {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        int length = lengthOf(frame);
        int type = frame.get() & 0xFF;
        checkRelayHeader(length, type);
        return switch (type) {
            case Wire.WELCOME -> decodeWelcome(frame);
            case Wire.CHALLENGE -> new RelayFrame.KeyChallenge(SealedSeed.of(take(frame, Wire.SEALED_SEED_BYTES)));
            case Wire.SEATED -> decodeSeated(frame);
            case Wire.PEER -> new RelayFrame.Peer(named(PeerEvent.values(), u8(frame)), frame.getInt());
            case Wire.ENVELOPE -> new RelayFrame.Deliver(Envelope.taking(take(frame, length - 1)));
            case Wire.PING -> new RelayFrame.Ping(frame.getLong());
            case Wire.PONG -> new RelayFrame.Pong(frame.getLong());
            case Wire.NOTICE ->
                new RelayFrame.Notice(named(NoticeKind.values(), u8(frame) - 1), u32(frame), text(frame));
            case Wire.DISPLACED -> new RelayFrame.Displaced();
            case Wire.REFUSED -> new RelayFrame.Refused(u16(frame), u32(frame));
            default -> throw new AssertionError("Type " + type + " passed the header check.");
        };
    }

    private static final PeerFrame.Handler<byte[]> PEER_ENCODER = new PeerFrame.Handler<>() {
        @Override
        public byte[] onAdmitToken(PeerFrame.AdmitToken admit) {
            return admit(Wire.ADMIT_TOKEN, admit.token().toByteArray());
        }

        @Override
        public byte[] onAdmitKey(PeerFrame.AdmitKey admit) {
            return admit(Wire.ADMIT_KEY, admit.key().toByteArray());
        }

        @Override
        public byte[] onAdmitProof(PeerFrame.AdmitProof admit) {
            return admit(Wire.ADMIT_PROOF, admit.proof().toByteArray());
        }

        private static byte[] admit(int kind, byte[] bytes) {
            return frame(Wire.ADMIT, ADMIT_BODY).put((byte) kind).put(bytes).array();
        }

        @Override
        public byte[] onClaim(PeerFrame.Claim claim) {
            return frame(Wire.CLAIM, CLAIM_BODY)
                    .putShort((short) claim.protocol())
                    .put(claim.room().toByteArray())
                    .put(claim.key().toByteArray())
                    .put((byte) claim.intent().ordinal())
                    .putInt(claim.instance())
                    .putInt(claim.attempt())
                    .array();
        }

        @Override
        public byte[] onResume(PeerFrame.Resume resume) {
            return frame(Wire.RESUME, RESUME_BODY)
                    .putShort((short) resume.protocol())
                    .put(resume.room().toByteArray())
                    .putInt(resume.instance())
                    .putInt(resume.attempt())
                    .put(resume.proof().toByteArray())
                    .array();
        }

        @Override
        public byte[] onForward(PeerFrame.Forward forward) {
            return envelope(forward.envelope());
        }

        @Override
        public byte[] onLeave(PeerFrame.Leave leave) {
            return frame(Wire.LEAVE, 0).array();
        }

        @Override
        public byte[] onUnseat(PeerFrame.Unseat unseat) {
            return frame(Wire.UNSEAT, 0).array();
        }

        @Override
        public byte[] onPing(PeerFrame.Ping ping) {
            return frame(Wire.PING, 8).putLong(ping.echo()).array();
        }

        @Override
        public byte[] onPong(PeerFrame.Pong pong) {
            return frame(Wire.PONG, 8).putLong(pong.echo()).array();
        }
    };

    private static final RelayFrame.Handler<byte[]> RELAY_ENCODER = new RelayFrame.Handler<>() {
        @Override
        public byte[] onWelcome(RelayFrame.Welcome welcome) {
            byte[] notice = Utf8.encodeAtMost(welcome.notice(), Wire.MAX_NOTICE_BYTES);
            return frame(Wire.WELCOME, WELCOME_FIXED + notice.length)
                    .putShort((short) welcome.minProtocol())
                    .putShort((short) welcome.maxProtocol())
                    .put(welcome.challenge().toByteArray())
                    .putInt((int) welcome.maxEnvelope())
                    .putShort((short) welcome.keepAliveSeconds())
                    .putShort((short) welcome.seatHoldSeconds())
                    .put((byte) welcome.admission())
                    .put(notice)
                    .array();
        }

        @Override
        public byte[] onKeyChallenge(RelayFrame.KeyChallenge challenge) {
            return frame(Wire.CHALLENGE, Wire.SEALED_SEED_BYTES)
                    .put(challenge.sealed().toByteArray())
                    .array();
        }

        @Override
        public byte[] onSeated(RelayFrame.Seated seated) {
            return frame(Wire.SEATED, 6)
                    .put((byte) seated.seat())
                    .put((byte) seated.other().ordinal())
                    .putInt(seated.pairing())
                    .array();
        }

        @Override
        public byte[] onPeer(RelayFrame.Peer peer) {
            return frame(Wire.PEER, 5)
                    .put((byte) peer.event().ordinal())
                    .putInt(peer.pairing())
                    .array();
        }

        @Override
        public byte[] onDeliver(RelayFrame.Deliver deliver) {
            return envelope(deliver.envelope());
        }

        @Override
        public byte[] onPing(RelayFrame.Ping ping) {
            return frame(Wire.PING, 8).putLong(ping.echo()).array();
        }

        @Override
        public byte[] onPong(RelayFrame.Pong pong) {
            return frame(Wire.PONG, 8).putLong(pong.echo()).array();
        }

        @Override
        public byte[] onNotice(RelayFrame.Notice notice) {
            byte[] text = Utf8.encodeAtMost(notice.text(), Wire.MAX_NOTICE_BYTES);
            return frame(Wire.NOTICE, NOTICE_FIXED + text.length)
                    .put((byte) (notice.kind().ordinal() + 1))
                    .putInt((int) notice.delayMillis())
                    .put(text)
                    .array();
        }

        @Override
        public byte[] onDisplaced(RelayFrame.Displaced displaced) {
            return frame(Wire.DISPLACED, 0).array();
        }

        @Override
        public byte[] onRefused(RelayFrame.Refused refused) {
            return frame(Wire.REFUSED, 6)
                    .putShort((short) refused.code())
                    .putInt((int) refused.retryAfterMillis())
                    .array();
        }
    };

    private static PeerFrame decodeAdmit(ByteBuffer frame) throws WireException {
        int kind = u8(frame);
        byte[] bytes = take(frame, ADMIT_BODY - 1);
        return switch (kind) {
            case Wire.ADMIT_TOKEN -> new PeerFrame.AdmitToken(AccessToken.of(bytes));
            case Wire.ADMIT_KEY -> new PeerFrame.AdmitKey(KeyId.of(bytes));
            case Wire.ADMIT_PROOF -> new PeerFrame.AdmitProof(AdmissionProof.of(bytes));
            default -> throw new WireException(Reason.BAD_FIELD);
        };
    }

    private static RelayFrame decodeWelcome(ByteBuffer frame) throws WireException {
        int minProtocol = u16(frame);
        int maxProtocol = u16(frame);
        Challenge challenge = Challenge.of(take(frame, Wire.CHALLENGE_BYTES));
        long maxEnvelope = u32(frame);
        int keepAlive = u16(frame);
        int seatHold = u16(frame);
        int admission = u8(frame);
        if (minProtocol > maxProtocol || keepAlive == 0) {
            throw new WireException(Reason.BAD_FIELD);
        }
        return new RelayFrame.Welcome(
                minProtocol, maxProtocol, challenge, maxEnvelope, keepAlive, seatHold, admission, text(frame));
    }

    private static RelayFrame decodeSeated(ByteBuffer frame) throws WireException {
        int seat = u8(frame);
        if (seat > 1) {
            throw new WireException(Reason.BAD_FIELD);
        }
        return new RelayFrame.Seated(seat, named(SeatState.values(), u8(frame)), frame.getInt());
    }

    private static byte[] envelope(Envelope envelope) {
        return putEnvelope(envelope, ByteBuffer.allocate(Wire.HEADER_BYTES + envelope.size()))
                .array();
    }

    private static ByteBuffer putEnvelope(Envelope envelope, ByteBuffer out) {
        return envelope.putInto(putHeader(Wire.ENVELOPE, envelope.size(), out));
    }

    private static ByteBuffer frame(int type, int bodyBytes) {
        return putHeader(type, bodyBytes, ByteBuffer.allocate(Wire.HEADER_BYTES + bodyBytes));
    }

    private static ByteBuffer putHeader(int type, int bodyBytes, ByteBuffer out) {
        return out.putInt(1 + bodyBytes).put((byte) type);
    }

    /** The length field, which must count exactly what the buffer holds behind it. */
    private static int lengthOf(ByteBuffer frame) throws WireException {
        if (frame.remaining() < Wire.HEADER_BYTES) {
            throw new WireException(Reason.BAD_LENGTH);
        }
        int length = frame.getInt();
        if (length != frame.remaining()) {
            throw new WireException(Reason.BAD_LENGTH);
        }
        return length;
    }

    private static void requireBody(int length, int min, int max) throws WireException {
        if (length < 1 + min || length > 1 + max) {
            throw new WireException(Reason.BAD_LENGTH);
        }
    }

    private static WireException unknownType(int length) {
        // An absurd length is reported as such even when the type is absurd too.
        return new WireException(length < 1 || length > Wire.MAX_LENGTH ? Reason.BAD_LENGTH : Reason.UNKNOWN_TYPE);
    }

    private static <T> T named(T[] values, int index) throws WireException {
        if (index < 0 || index >= values.length) {
            throw new WireException(Reason.BAD_FIELD);
        }
        return values[index];
    }

    private static int u8(ByteBuffer frame) {
        return frame.get() & 0xFF;
    }

    private static int u16(ByteBuffer frame) {
        return frame.getShort() & 0xFFFF;
    }

    private static long u32(ByteBuffer frame) {
        return frame.getInt() & 0xFFFF_FFFFL;
    }

    private static byte[] take(ByteBuffer frame, int count) {
        byte[] bytes = new byte[count];
        frame.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer frame) throws WireException {
        return Utf8.decode(take(frame, frame.remaining())).orElseThrow(() -> new WireException(Reason.BAD_TEXT));
    }
}

package dev.parley.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A frame as the {@code key: value} lines of {@code spec/vectors/frames}, so that decoded fields can be compared and read. */
final class FrameText {
    private static final HexFormat HEX = HexFormat.of();

    private FrameText() {}

    static List<String> of(PeerFrame frame) {
        return frame.accept(PEER);
    }

    static List<String> of(RelayFrame frame) {
        return frame.accept(RELAY);
    }

    private static List<String> lines(String type, Object... keysAndValues) {
        List<String> lines = new ArrayList<>(List.of("type: " + type));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            lines.add((keysAndValues[i] + ": " + keysAndValues[i + 1]).strip());
        }
        return lines;
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final PeerFrame.Handler<List<String>> PEER = new PeerFrame.Handler<>() {
        @Override
        public List<String> onAdmitToken(PeerFrame.AdmitToken admit) {
            return lines(
                    "ADMIT",
                    "kind",
                    "TOKEN",
                    "token",
                    HEX.formatHex(admit.token().toByteArray()));
        }

        @Override
        public List<String> onAdmitKey(PeerFrame.AdmitKey admit) {
            return lines(
                    "ADMIT", "kind", "KEY", "key_id", HEX.formatHex(admit.key().toByteArray()));
        }

        @Override
        public List<String> onAdmitProof(PeerFrame.AdmitProof admit) {
            return lines(
                    "ADMIT",
                    "kind",
                    "PROOF",
                    "proof",
                    HEX.formatHex(admit.proof().toByteArray()));
        }

        @Override
        public List<String> onClaim(PeerFrame.Claim claim) {
            return lines(
                    "CLAIM",
                    "protocol",
                    claim.protocol(),
                    "room",
                    HEX.formatHex(claim.room().toByteArray()),
                    "key",
                    HEX.formatHex(claim.key().toByteArray()),
                    "intent",
                    claim.intent(),
                    "instance",
                    Integer.toUnsignedString(claim.instance()),
                    "attempt",
                    Integer.toUnsignedString(claim.attempt()));
        }

        @Override
        public List<String> onResume(PeerFrame.Resume resume) {
            return lines(
                    "RESUME",
                    "protocol",
                    resume.protocol(),
                    "room",
                    HEX.formatHex(resume.room().toByteArray()),
                    "instance",
                    Integer.toUnsignedString(resume.instance()),
                    "attempt",
                    Integer.toUnsignedString(resume.attempt()),
                    "proof",
                    HEX.formatHex(resume.proof().toByteArray()));
        }

        @Override
        public List<String> onForward(PeerFrame.Forward forward) {
            return lines("ENVELOPE", "bytes", forward.envelope().size());
        }

        @Override
        public List<String> onLeave(PeerFrame.Leave leave) {
            return lines("LEAVE");
        }

        @Override
        public List<String> onUnseat(PeerFrame.Unseat unseat) {
            return lines("UNSEAT");
        }

        @Override
        public List<String> onPing(PeerFrame.Ping ping) {
            return lines("PING", "echo", HEX.toHexDigits(ping.echo()));
        }

        @Override
        public List<String> onPong(PeerFrame.Pong pong) {
            return lines("PONG", "echo", HEX.toHexDigits(pong.echo()));
        }
    };

    private static final RelayFrame.Handler<List<String>> RELAY = new RelayFrame.Handler<>() {
        @Override
        public List<String> onWelcome(RelayFrame.Welcome welcome) {
            return lines(
                    "WELCOME",
                    "min_protocol",
                    welcome.minProtocol(),
                    "max_protocol",
                    welcome.maxProtocol(),
                    "challenge",
                    HEX.formatHex(welcome.challenge().toByteArray()),
                    "max_envelope",
                    welcome.maxEnvelope(),
                    "keep_alive",
                    welcome.keepAliveSeconds(),
                    "seat_hold",
                    welcome.seatHoldSeconds(),
                    "admission",
                    welcome.admission(),
                    "notice",
                    hex(welcome.notice()));
        }

        @Override
        public List<String> onKeyChallenge(RelayFrame.KeyChallenge challenge) {
            return lines("CHALLENGE", "sealed", HEX.formatHex(challenge.sealed().toByteArray()));
        }

        @Override
        public List<String> onSeated(RelayFrame.Seated seated) {
            return lines(
                    "SEATED",
                    "seat",
                    seated.seat(),
                    "other",
                    seated.other(),
                    "pairing",
                    Integer.toUnsignedString(seated.pairing()));
        }

        @Override
        public List<String> onPeer(RelayFrame.Peer peer) {
            return lines("PEER", "event", peer.event(), "pairing", Integer.toUnsignedString(peer.pairing()));
        }

        @Override
        public List<String> onDeliver(RelayFrame.Deliver deliver) {
            return lines("ENVELOPE", "bytes", deliver.envelope().size());
        }

        @Override
        public List<String> onPing(RelayFrame.Ping ping) {
            return lines("PING", "echo", HEX.toHexDigits(ping.echo()));
        }

        @Override
        public List<String> onPong(RelayFrame.Pong pong) {
            return lines("PONG", "echo", HEX.toHexDigits(pong.echo()));
        }

        @Override
        public List<String> onNotice(RelayFrame.Notice notice) {
            return lines("NOTICE", "kind", notice.kind(), "delay", notice.delayMillis(), "text", hex(notice.text()));
        }

        @Override
        public List<String> onDisplaced(RelayFrame.Displaced displaced) {
            return lines("DISPLACED");
        }

        @Override
        public List<String> onRefused(RelayFrame.Refused refused) {
            return lines(
                    "REFUSED",
                    "code",
                    refused.code(),
                    "refusal",
                    refused.refusal().map(Refusal::name).orElse("none"),
                    "retry_after",
                    refused.retryAfterMillis());
        }
    };
}

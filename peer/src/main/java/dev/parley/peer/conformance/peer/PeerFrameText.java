package dev.parley.peer.conformance.peer;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.PeerFrame;

/** A peer's frame in a few words, for a verdict. */
final class PeerFrameText implements PeerFrame.Handler<String> {
    static String of(PeerFrame frame) {
        return frame.accept(new PeerFrameText());
    }

    @Override
    public String onAdmitToken(PeerFrame.AdmitToken admit) {
        return "ADMIT";
    }

    @Override
    public String onAdmitKey(PeerFrame.AdmitKey admit) {
        return "ADMIT";
    }

    @Override
    public String onAdmitProof(PeerFrame.AdmitProof admit) {
        return "ADMIT";
    }

    @Override
    public String onClaim(PeerFrame.Claim claim) {
        return "CLAIM";
    }

    @Override
    public String onResume(PeerFrame.Resume resume) {
        return "RESUME";
    }

    @Override
    public String onForward(PeerFrame.Forward forward) {
        byte[] bytes = forward.envelope().toByteArray();
        return EnvelopeKind.of(bytes[0])
                .map(EnvelopeKind::name)
                .map(name -> name + " of " + bytes.length + " bytes")
                .orElse("an envelope of kind " + bytes[0]);
    }

    @Override
    public String onLeave(PeerFrame.Leave leave) {
        return "LEAVE";
    }

    @Override
    public String onUnseat(PeerFrame.Unseat unseat) {
        return "UNSEAT";
    }

    @Override
    public String onPing(PeerFrame.Ping ping) {
        return "PING";
    }

    @Override
    public String onPong(PeerFrame.Pong pong) {
        return "PONG";
    }
}

package dev.parley.peer.conformance;

import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.util.HexFormat;

/** A relay's frame as the {@code out:} lines of a scenario have it. */
final class FrameText implements RelayFrame.Handler<String> {
    static String of(RelayFrame frame) {
        return frame.accept(new FrameText());
    }

    @Override
    public String onWelcome(RelayFrame.Welcome welcome) {
        return "WELCOME";
    }

    @Override
    public String onKeyChallenge(RelayFrame.KeyChallenge challenge) {
        return "CHALLENGE";
    }

    @Override
    public String onSeated(RelayFrame.Seated seated) {
        return "SEATED seat=" + seated.seat() + " other=" + seated.other() + " pairing="
                + Integer.toUnsignedString(seated.pairing());
    }

    @Override
    public String onPeer(RelayFrame.Peer peer) {
        return "PEER " + peer.event() + " pairing=" + Integer.toUnsignedString(peer.pairing());
    }

    @Override
    public String onDeliver(RelayFrame.Deliver deliver) {
        return Pattern.text(deliver.envelope().toByteArray());
    }

    @Override
    public String onPing(RelayFrame.Ping ping) {
        return "PING";
    }

    @Override
    public String onPong(RelayFrame.Pong pong) {
        return "PONG " + HexFormat.of().toHexDigits(pong.echo());
    }

    @Override
    public String onNotice(RelayFrame.Notice notice) {
        return "NOTICE " + notice.kind();
    }

    @Override
    public String onDisplaced(RelayFrame.Displaced displaced) {
        return "DISPLACED";
    }

    @Override
    public String onRefused(RelayFrame.Refused refused) {
        String name = refused.refusal().map(Refusal::name).orElse("" + refused.code());
        return "REFUSED " + name + (refused.retryAfterMillis() == 0 ? "" : " retry=" + refused.retryAfterMillis());
    }
}

package dev.parley.relay.room;

import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;

/** Effects as the {@code out:} lines of {@code spec/vectors/room}. */
final class EffectText implements Effect.Handler<String> {
    private final List<String> lines = new ArrayList<>();

    static List<String> of(List<Effect<String>> effects) {
        EffectText text = new EffectText();
        effects.forEach(effect -> effect.accept(text));
        return text.lines;
    }

    @Override
    public void onSend(Effect.Send<String> send) {
        lines.add(send.to() + " " + frame(send.frame()));
    }

    @Override
    public void onPair(Effect.Pair<String> pair) {
        lines.add("pair " + pair.one() + " " + pair.other());
    }

    @Override
    public void onPart(Effect.Part<String> part) {
        lines.add("part " + part.connection());
    }

    @Override
    public void onDropQueued(Effect.DropQueued<String> drop) {
        lines.add("drop " + drop.connection());
    }

    @Override
    public void onUnseated(Effect.Unseated<String> unseated) {
        lines.add("unseated " + unseated.connection());
    }

    @Override
    public void onEnd(Effect.End<String> end) {
        lines.add("end " + end.connection());
    }

    private static String frame(RelayFrame frame) {
        if (frame instanceof RelayFrame.Seated seated) {
            return "SEATED seat=" + seated.seat() + " other=" + seated.other() + " pairing=" + seated.pairing();
        }
        if (frame instanceof RelayFrame.Peer peer) {
            return "PEER " + peer.event() + " pairing=" + peer.pairing();
        }
        if (frame instanceof RelayFrame.Displaced) {
            return "DISPLACED";
        }
        if (frame instanceof RelayFrame.Refused refused) {
            String name = refused.refusal().map(Refusal::name).orElse("" + refused.code());
            return "REFUSED " + name + (refused.retryAfterMillis() == 0 ? "" : " retry=" + refused.retryAfterMillis());
        }
        throw new AssertionError("A room does not say " + frame + ".");
    }
}

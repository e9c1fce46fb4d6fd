package dev.parley.peer.ui;

import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.Untrusted;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which names one may give oneself: those that the other side will see as they were typed. */
public final class NickRule {
    private NickRule() {}

    /** The key of the sentence that says what is wrong; empty for a good name. */
    public static Optional<String> problem(String name) {
        if (name.isBlank()) {
            return Optional.of("nick.empty");
        }
        if (SafeText.isReserved(name)) {
            return Optional.of("nick.reserved");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MessageCodec.MAX_NAME_BYTES
                || !SafeText.name(Untrusted.of(name)).equals(name)) {
            return Optional.of("nick.bad");
        }
        return Optional.empty();
    }
}

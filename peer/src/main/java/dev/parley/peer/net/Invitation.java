package dev.parley.peer.net;

import dev.parley.crypto.Invite;
import dev.parley.crypto.InviteException;
import dev.parley.crypto.Pin;
import java.util.Optional;

/**
 * What one person hands another: a spoken code, or a link that also says which relay, and by which key it is known (PROTOCOL.md sections
 * 4.1 and 4.4).
 *
 * @param relay always pinned; empty for a code alone
 */
public record Invitation(Invite invite, Optional<RelayAddress> relay) {
    private static final String PIN_MARK = "#pin=";

    /** Reads a code or a link. */
    public static Invitation parse(String typed) throws InviteException, LinkException {
        String text = typed.strip();
        if (!text.startsWith(RelayAddress.TLS_SCHEME)) {
            return new Invitation(Invite.parse(text), Optional.empty());
        }
        int mark = text.indexOf(PIN_MARK);
        Pin pin = Optional.of(mark)
                .filter(at -> at >= 0)
                .flatMap(at -> Pin.parse(text.substring(at + PIN_MARK.length())))
                .orElseThrow(() -> new LinkException(LinkException.Reason.BAD_PIN));
        int slash = text.indexOf('/', RelayAddress.TLS_SCHEME.length());
        if (slash < 0) {
            throw new LinkException(LinkException.Reason.BAD_CODE);
        }
        Invite invite = exactly(text.substring(slash + 1, mark));
        RelayAddress relay = RelayAddress.parse(text.substring(0, slash))
                // A zone is a name for a wire of one machine.
                .filter(address -> address.host().indexOf('%') < 0)
                .orElseThrow(() -> new LinkException(LinkException.Reason.BAD_RELAY));
        return new Invitation(invite, Optional.of(relay.pinned(pin)));
    }

    /** Nobody types a link: its code is as it was shown, or the link was damaged. */
    private static Invite exactly(String code) throws LinkException {
        try {
            Invite invite = Invite.parse(code);
            if (invite.format().equals(code)) {
                return invite;
            }
        } catch (InviteException e) {
            throw new LinkException(LinkException.Reason.BAD_CODE);
        }
        throw new LinkException(LinkException.Reason.BAD_CODE);
    }

    /**
     * The link for {@code invite}.
     *
     * @param relay which must be pinned
     */
    public static String link(RelayAddress relay, Invite invite) {
        return RelayAddress.TLS_SCHEME
                + relay.place()
                + "/"
                + invite.format()
                + PIN_MARK
                + relay.pin().orElseThrow().format();
    }
}

package dev.parley.peer.room;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import java.util.Optional;

/** Key pairs made once, and settings for the usual rooms. */
final class TestIdentities {
    static final Identity ONE = Identity.generate(Randomness.system());
    static final Identity TWO = Identity.generate(Randomness.system());

    private TestIdentities() {}

    static RoomSettings opener(Invite invite) {
        return new RoomSettings(invite.roomId(), Side.OPENER, ONE, Optional.of(invite.secret()), Untrusted.of("olga"));
    }

    static RoomSettings joiner(Invite invite) {
        return new RoomSettings(invite.roomId(), Side.JOINER, TWO, Optional.of(invite.secret()), Untrusted.of("jon"));
    }

    static RoomSettings named(String name, Identity identity, String nick) {
        return new RoomSettings(RoomName.roomId(name), Side.SYMMETRIC, identity, Optional.empty(), Untrusted.of(nick));
    }

    static RoomSettings passphrase(String name, String passphrase, Identity identity) {
        return new RoomSettings(
                RoomName.roomId(name),
                Side.SYMMETRIC,
                identity,
                Optional.of(RoomName.passphrase(passphrase)),
                Untrusted.of("p"));
    }
}

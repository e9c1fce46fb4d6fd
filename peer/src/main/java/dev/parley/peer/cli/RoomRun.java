package dev.parley.peer.cli;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.peer.ui.ChatSession;
import dev.parley.peer.ui.ChatView;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Runs one room from settings to exit code. */
final class RoomRun {
    private static final int MAX_PLACES_TRIED = 5;

    private final Wiring wiring;
    private final Screen screen;
    private final RelayAddress relay;
    private final String name;
    private final Randomness randomness = Randomness.system();
    private final CompletableFuture<Identity> identity;

    RoomRun(Wiring wiring, Screen screen, RelayAddress relay, String name) {
        this.wiring = wiring;
        this.screen = screen;
        this.relay = relay;
        this.name = name;
        // A tenth of a second of work that need not wait for the person to type.
        this.identity = CompletableFuture.supplyAsync(() -> Identity.generate(randomness));
    }

    /** Opens a room under a fresh code; another place if the first is taken. */
    int open() throws InterruptedException {
        RoomEvent.Closed end = new RoomEvent.Closed(Outcome.ROOM_GONE, 0, 0);
        for (int i = 0; i < MAX_PLACES_TRIED && end.outcome() == Outcome.ROOM_GONE; i++) {
            Invite invite = Invite.generate(randomness);
            Texts texts = wiring.texts();
            String invitation = texts.get("invite.code", invite.format())
                    + "\n"
                    + texts.get("invite.hint", "parley join --relay " + relay.format());
            end = run(
                    new RoomSettings(
                            invite.roomId(),
                            Side.OPENER,
                            identity.join(),
                            Optional.of(invite.secret()),
                            Untrusted.of(name)),
                    invite.place(),
                    Optional.of(invitation),
                    asked -> Optional.empty());
        }
        return finish(end);
    }

    int join(Invite invite) throws InterruptedException {
        RoomSettings settings = new RoomSettings(
                invite.roomId(), Side.JOINER, identity.join(), Optional.of(invite.secret()), Untrusted.of(name));
        return finish(run(settings, invite.place(), Optional.empty(), on -> retypeCode(on, invite.place())));
    }

    int named(String room, Optional<Secret> passphrase) throws InterruptedException {
        RoomSettings settings = new RoomSettings(
                RoomName.roomId(room), Side.SYMMETRIC, identity.join(), passphrase, Untrusted.of(name));
        return finish(run(settings, room, Optional.empty(), this::retypePassphrase));
    }

    private RoomEvent.Closed run(
            RoomSettings settings, String label, Optional<String> invitation, Function<Screen, Optional<Secret>> retype)
            throws InterruptedException {
        ChatView view = new ChatView(screen, wiring.texts(), label, name, invitation);
        RoomClient client = new RoomClient(settings, randomness);
        PeerLoop loop = new PeerLoop(relay, client, wiring.clocks(), Keeper.ephemeral(), view::on);
        return new ChatSession(screen, wiring.texts(), view, loop, relay.format(), retype).run();
    }

    private Optional<Secret> retypeCode(Screen on, String place) {
        if (!on.isInteractive()) {
            return Optional.empty();
        }
        try {
            Optional<Invite> typed = ChatSession.askInvite(on, wiring.texts());
            while (typed.isPresent() && !typed.get().place().equals(place)) {
                on.tell(Line.warning(wiring.texts().get("code.elsewhere", place)));
                typed = ChatSession.askInvite(on, wiring.texts());
            }
            return typed.map(Invite::secret);
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }

    private Optional<Secret> retypePassphrase(Screen on) {
        if (!on.isInteractive()) {
            return Optional.empty();
        }
        try {
            return on.ask(wiring.texts().get("passphrase.again"), true)
                    .filter(typed -> !RoomName.isEmptyPassphrase(typed))
                    .map(RoomName::passphrase);
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }

    private int finish(RoomEvent.Closed end) {
        String text = wiring.texts().get("end." + end.outcome().name(), relay.format(), end.unconfirmed());
        text.lines().forEach(line -> screen.tell(end.outcome().exitCode() == 0 ? Line.note(line) : Line.warning(line)));
        return end.outcome().exitCode();
    }
}

package dev.parley.peer.cli;

import dev.parley.crypto.Secret;
import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.ui.ChatSession;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.NewRooms;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Switchboard;
import java.util.List;
import java.util.Optional;

/**
 * Runs what a command was given to run, and where the screen has place for several rooms also those that a person asks for beside it: on
 * the same relay, under the same name, kept or not kept just so.
 */
final class RoomDesk implements NewRooms {
    private final Wiring wiring;
    private final CommonOptions common;
    private final Optional<RelayOption> relay;
    private final RelayAddress address;
    private final Optional<RelayAddress> elsewhere;
    private final String name;

    private RoomDesk(
            Wiring wiring,
            CommonOptions common,
            Optional<RelayOption> relay,
            RelayAddress address,
            Optional<RelayAddress> elsewhere,
            String name) {
        this.wiring = wiring;
        this.common = common;
        this.relay = relay;
        this.address = address;
        this.elsewhere = elsewhere;
        this.name = name;
    }

    static RoomDesk on(Wiring wiring, CommonOptions common, RelayOption relay, RelayAddress address, String name) {
        return new RoomDesk(wiring, common, Optional.of(relay), address, Optional.empty(), name);
    }

    /** On a relay of our own, which others reach at {@code elsewhere}. */
    static RoomDesk onOwn(Wiring wiring, CommonOptions common, RelayAddress here, RelayAddress elsewhere, String name) {
        return new RoomDesk(wiring, common, Optional.empty(), here, Optional.of(elsewhere), name);
    }

    /** Runs {@code first}, and what is begun beside it. */
    int run(Screen screen, NewRoom first) throws Exception {
        return screen.takesSeveralRooms()
                ? new Switchboard(screen, wiring.texts(), this).run(first)
                : first.run(screen);
    }

    /** A run on the relay of the command. */
    RoomRun begin(Screen screen, Optional<String> saveAs, Optional<SavedRooms> rooms)
            throws UsageException, InterruptedException {
        RoomRun run = new RoomRun(wiring, screen, address, name, saveAs, rooms);
        if (elsewhere.isPresent()) {
            run.ownsRelay(elsewhere.get());
        } else {
            run.show(relay.orElseThrow().pass(wiring, address, screen, rooms));
        }
        return run;
    }

    private RoomRun begin(Screen screen) throws StateException, UsageException, InterruptedException {
        return begin(screen, Optional.empty(), common.rooms(wiring));
    }

    @Override
    public NewRoom open() {
        return telling(screen -> {
            try (RoomRun run = begin(screen)) {
                return run.open();
            }
        });
    }

    @Override
    public NewRoom join(Optional<Invitation> given) {
        return telling(screen -> {
            Optional<Invitation> invitation =
                    given.isPresent() ? given : ChatSession.askInvitation(screen, wiring.texts());
            if (invitation.isEmpty()) {
                return ParleyMain.EXIT_INTERRUPTED;
            }
            try (RoomRun run = begin(screen)) {
                return run.join(invitation.get());
            }
        });
    }

    @Override
    public NewRoom reopen(String nameOrId) {
        return telling(screen -> {
            SavedRooms rooms = SavedRooms.open(wiring.environment(), wiring.randomness());
            try {
                Instead nothing = new Instead(Optional.empty(), Optional.empty());
                return reopen(screen, rooms, rooms.require(nameOrId), nothing, Passphrases.typed(wiring, screen));
            } finally {
                rooms.close();
            }
        });
    }

    /** What a command says in place of what a room remembers. */
    record Instead(Optional<RelayAddress> relay, Optional<String> name) {}

    /** The room of that id, on its own relay. Closes {@code rooms} once it runs. */
    int reopen(Screen screen, SavedRooms rooms, String id, Instead instead, Passphrases passphrases) throws Exception {
        SavedRooms.Opened opened =
                rooms.isProtected(id) ? rooms.take(id, passphrases.required("reopen.passphrase")) : rooms.take(id);
        StoredRoom room = opened.room();
        Optional<Secret> passphrase =
                room.needsPassphrase() ? Optional.of(passphrases.required("passphrase.meet")) : Optional.empty();
        RelayAddress kept = instead.relay()
                .or(() -> RelayAddress.parse(room.relay()))
                .orElseThrow(() -> new UsageException(RelayOption.BAD_ADDRESS));
        boolean onOurs = elsewhere.isPresent() && kept.place().equals(address.place());
        String ourName = instead.name().orElse(room.ourName().isEmpty() ? name : room.ourName());
        try (RoomRun run = new RoomRun(wiring, screen, kept, ourName, Optional.empty(), Optional.of(rooms))) {
            if (onOurs) {
                run.ownsRelay(elsewhere.get());
            } else {
                run.show(relay.orElseGet(RelayOption::new).pass(wiring, kept, screen, Optional.of(rooms)));
            }
            return run.reopen(opened, passphrase);
        }
    }

    @Override
    public List<String> saved() {
        if (common.ephemeral) {
            return List.of();
        }
        try (SavedRooms rooms = SavedRooms.open(wiring.environment(), wiring.randomness())) {
            return rooms.list().stream()
                    .filter(entry -> !entry.listing().isInUse())
                    .map(SavedRooms.Entry::name)
                    .sorted()
                    .toList();
        } catch (StateException e) {
            return List.of();
        }
    }

    /** What keeps a room beside others from running is told where it was asked for. */
    private NewRoom telling(NewRoom room) {
        return screen -> {
            try {
                return room.run(screen);
            } catch (UsageException e) {
                return tell(screen, e.getMessage(), ParleyMain.EXIT_USAGE);
            } catch (ConfigException | StateException e) {
                return tell(screen, e.getMessage(), ParleyMain.EXIT_CONFIG);
            } catch (RelayChangedException e) {
                return tell(screen, e.getMessage(), Outcome.RELAY_CHANGED.exitCode());
            } catch (InterruptedException e) {
                return ParleyMain.EXIT_INTERRUPTED;
            }
        };
    }

    private static int tell(Screen screen, String problem, int exitCode) {
        problem.lines().forEach(line -> screen.tell(Line.warning(line)));
        return exitCode;
    }
}

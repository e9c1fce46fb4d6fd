package dev.parley.peer.cli;

import dev.parley.crypto.RoomName;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Screen;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley open}. */
@Command(name = "open", description = "Open a room and show the invite code for the other side.")
final class OpenCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Option(
            names = "--room",
            paramLabel = "NAME",
            description = "A room by name instead of a code; asks for a passphrase.")
    private String room;

    OpenCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** For {@code parley pipe}. */
    OpenCommand asPipe() {
        common.asPipe();
        return this;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        RelayAddress address = relay.address(config, wiring.environment());
        String name = common.name(config);
        wiring.receivesInto(inbox.folder(config, wiring));
        if (room != null) {
            checkRoomName(room);
        }
        try (Screen screen = common.screen(wiring)) {
            RoomDesk desk = RoomDesk.on(wiring, common, relay, address, name);
            return desk.run(screen, at -> first(desk, at));
        }
    }

    private int first(RoomDesk desk, Screen screen) throws Exception {
        Optional<SavedRooms> rooms = common.rooms(wiring);
        try (RoomRun run = desk.begin(screen, common.saveAs(rooms), rooms)) {
            return room == null ? run.open() : run.named(room, new Passphrases(wiring, screen).toMeetBy());
        }
    }

    static void checkRoomName(String room) throws UsageException {
        if (room.isBlank() || room.length() > RoomName.MAX_LENGTH || !room.matches("[\\p{L}\\p{N} ._-]+")) {
            throw new UsageException("--room takes up to " + RoomName.MAX_LENGTH
                    + " letters, digits, blanks, dots, hyphens or underscores");
        }
    }
}

package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.SafeText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley rooms}. */
@Command(name = "rooms", description = "List the rooms on this machine's disk, or remove one.")
final class RoomsCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--forget", paramLabel = "NAME", description = "Remove this room, with its key and its journal.")
    private String forget;

    RoomsCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        try (SavedRooms rooms = SavedRooms.open(wiring.environment(), Randomness.system())) {
            if (forget != null) {
                rooms.remove(forget);
                System.err.println(wiring.texts().get("rooms.forgotten", forget));
                return 0;
            }
            List<SavedRooms.Entry> entries = rooms.list();
            if (entries.isEmpty()) {
                System.err.println(wiring.texts().get("rooms.none"));
            }
            entries.stream()
                    .sorted(Comparator.comparing(SavedRooms.Entry::name))
                    .forEach(entry -> System.out.println(line(entry)));
            return 0;
        }
    }

    private String line(SavedRooms.Entry entry) {
        String about = entry.room()
                .map(room -> wiring.texts()
                        .get(
                                entry.listing().isInUse()
                                        ? "rooms.inUseWith"
                                        : room.savedAs().isPresent() ? "rooms.saved" : "rooms.left",
                                with(room),
                                wiring.texts().get("trust.name." + room.record().trust()),
                                RelayAddress.parse(room.relay())
                                        .map(RelayAddress::place)
                                        .orElse("-"),
                                entry.undelivered()))
                .orElseGet(() -> entry.problem()
                        .orElseGet(
                                () -> wiring.texts().get(entry.listing().isInUse() ? "rooms.inUse" : "rooms.locked")));
        return entry.name() + "  " + about;
    }

    /** Who was met in a room, safe to show. */
    static String with(StoredRoom room) {
        return Optional.of(room.theirName())
                .filter(name -> !name.isEmpty())
                .map(name -> SafeText.line(Untrusted.of(name)))
                .orElse("nobody yet");
    }
}

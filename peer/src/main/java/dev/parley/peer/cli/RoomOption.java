package dev.parley.peer.cli;

import dev.parley.crypto.RoomName;
import dev.parley.peer.ui.Screen;
import picocli.CommandLine.Option;

/** {@code --room}: where two meet by a name and a passphrase instead of a code. */
final class RoomOption {
    @Option(
            names = "--room",
            paramLabel = "NAME",
            description = "A room by name instead of a code; asks for a passphrase.")
    private String room;

    boolean isGiven() {
        return room != null;
    }

    /** @throws UsageException if what is given is no name of a room */
    void check() throws UsageException {
        if (isGiven()
                && (room.isBlank() || room.length() > RoomName.MAX_LENGTH || !room.matches("[\\p{L}\\p{N} ._-]+"))) {
            throw new UsageException("--room takes up to " + RoomName.MAX_LENGTH
                    + " letters, digits, blanks, dots, hyphens or underscores");
        }
    }

    /** Runs the room that is given; asks for its passphrase on {@code screen}. */
    int run(RoomRun run, Wiring wiring, Screen screen) throws Exception {
        return run.named(room, new Passphrases(wiring, screen).toMeetBy());
    }
}

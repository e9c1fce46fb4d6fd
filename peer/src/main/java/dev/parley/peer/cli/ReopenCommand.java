package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Screen;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley reopen}. */
@Command(
        name = "reopen",
        description = "Go on in a saved room, or in one that was left without a goodbye; parley rooms lists them.")
final class ReopenCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The name it was saved under, or its id. May be left out if only one room was left.")
    private String name;

    ReopenCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        wiring.receivesInto(inbox.folder(config, wiring));
        SavedRooms rooms = SavedRooms.open(wiring.environment(), wiring.randomness());
        String id = find(rooms);
        Optional<RelayAddress> given = relay.given(wiring.environment());
        Optional<String> nameGiven = common.nameGiven();
        RoomDesk desk = RoomDesk.on(
                wiring,
                common,
                relay,
                given.isPresent() ? given.get() : relay.address(config, wiring.environment()),
                nameGiven.orElse(common.name(config)));
        try (Screen screen = common.screen(wiring)) {
            return desk.run(
                    screen,
                    at -> desk.reopen(
                            at, rooms, id, new RoomDesk.Instead(given, nameGiven), new Passphrases(wiring, at)));
        }
    }

    private String find(SavedRooms rooms) throws StateException, UsageException {
        if (name != null) {
            return rooms.require(name);
        }
        List<SavedRooms.Entry> all = rooms.list();
        if (all.isEmpty()) {
            throw new StateException("there are no rooms on disk", "nothing was saved or left", "parley open, or join");
        }
        List<SavedRooms.Entry> left =
                all.stream().filter(SavedRooms.Entry::isLeft).toList();
        List<SavedRooms.Entry> meant = left.isEmpty() ? all : left;
        if (meant.size() != 1) {
            throw new UsageException("say which room; parley rooms lists what there is");
        }
        return meant.get(0).listing().id();
    }
}

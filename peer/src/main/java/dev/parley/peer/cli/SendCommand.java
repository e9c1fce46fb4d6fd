package dev.parley.peer.cli;

import dev.parley.peer.files.FileException;
import dev.parley.peer.files.Source;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.FileErrand;
import dev.parley.peer.ui.Screen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley send}. */
@Command(
        name = "send",
        description = {
            "Send files or folders to whoever has the code that this shows, and end.",
            "The other side runs parley receive, or parley join and /accept.",
            "Exit code 0 means that everything was received and verified there."
        })
final class SendCommand implements Callable<Integer> {
    private static final int MAX_PATHS = 16;

    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Mixin
    private final RoomOption room = new RoomOption();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to send; a folder goes as it is.")
    private List<String> files;

    SendCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        RelayAddress address = relay.address(config, wiring.environment());
        String name = common.name(config);
        room.check();
        FileErrand errand = FileErrand.sending(sources());
        try (Screen screen = common.progressScreen(wiring)) {
            Optional<SavedRooms> rooms = common.rooms(wiring);
            try (RoomRun run = new RoomRun(wiring, screen, address, name, common.saveAs(rooms), rooms)) {
                run.show(relay.pass(wiring, address, screen, rooms));
                run.does(errand);
                return new ErrandStop(errand).during(() -> room.isGiven() ? room.run(run, wiring, screen) : run.open());
            }
        }
    }

    private List<Source> sources() throws UsageException {
        if (files.contains("-")) {
            throw new UsageException("a file is offered with its size, so standard input cannot be sent as one;"
                    + " parley pipe carries a stream of any length");
        }
        if (files.size() > MAX_PATHS) {
            throw new UsageException("at most " + MAX_PATHS + " files or folders at a time; a folder counts as one");
        }
        List<Source> sources = new ArrayList<>();
        for (String file : files) {
            try {
                sources.add(Source.of(Path.of(file)));
            } catch (FileException e) {
                throw new UsageException(FileErrand.problem(wiring.texts(), e, file));
            }
        }
        return sources;
    }
}

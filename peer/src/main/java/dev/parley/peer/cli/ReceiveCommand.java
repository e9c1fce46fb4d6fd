package dev.parley.peer.cli;

import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.FileErrand;
import dev.parley.peer.ui.Screen;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley receive}. */
@Command(
        name = "receive",
        aliases = {"recv", "recieve"},
        description = {
            "Receive what parley send offers, and end.",
            "The paths of what was stored go to standard output, everything else to standard error."
        })
final class ReceiveCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Mixin
    private final CodeOption code = new CodeOption();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Option(
            names = "--yes",
            description = "Take whatever is offered without asking. A script takes nothing without it.")
    private boolean yes;

    @Mixin
    private final RoomOption room = new RoomOption();

    ReceiveCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        RelayAddress address = relay.address(config, wiring.environment());
        String name = common.name(config);
        wiring.receivesInto(inbox.folder(config, wiring));
        room.check();
        boolean asks = !room.isGiven() && code.isMissing(wiring) && Wiring.isTerminal();
        Optional<Invitation> asked = asks ? ask() : Optional.empty();
        if (asks && asked.isEmpty()) {
            return ParleyMain.EXIT_INTERRUPTED;
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        FileErrand errand = FileErrand.receiving(yes, path -> {
            // A person has read it already.
            if (!Wiring.isTerminal()) {
                out.println(path);
            }
        });
        try (Screen screen = common.progressScreen(wiring)) {
            Optional<SavedRooms> rooms = common.rooms(wiring);
            try (RoomRun run = new RoomRun(wiring, screen, address, name, common.saveAs(rooms), rooms)) {
                run.show(relay.pass(wiring, address, screen, rooms));
                run.does(errand);
                return new ErrandStop(errand).during(() -> {
                    if (room.isGiven()) {
                        return room.run(run, wiring, screen);
                    }
                    Optional<Invitation> invitation = asked.isPresent() ? asked : code.invitation(wiring, screen);
                    return invitation.isPresent() ? run.join(invitation.get()) : ParleyMain.EXIT_INTERRUPTED;
                });
            }
        }
    }

    /** The line editor completes the words; what follows needs no editor. */
    private Optional<Invitation> ask() throws Exception {
        try (Screen screen = common.questionScreen(wiring)) {
            return code.invitation(wiring, screen);
        }
    }
}

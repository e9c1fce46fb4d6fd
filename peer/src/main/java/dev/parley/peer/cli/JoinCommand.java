package dev.parley.peer.cli;

import dev.parley.crypto.InviteException;
import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.LinkException;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.ChatSession;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley join}. */
@Command(name = "join", description = "Join the room of an invite code or link; asks for it.")
final class JoinCommand implements Callable<Integer> {
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
            paramLabel = "CODE|LINK",
            description = "The code or link. Better typed when asked: here other users of the machine can see it.")
    private String code;

    @Option(
            names = "--code-file",
            paramLabel = "FILE",
            description = "Read the code or link from the first line of FILE; - is standard input. Also: PARLEY_CODE.")
    private String codeFile;

    @Option(
            names = "--room",
            paramLabel = "NAME",
            description = "A room by name instead of a code; asks for a passphrase.")
    private String room;

    JoinCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** For {@code parley pipe}. */
    JoinCommand asPipe() {
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
            OpenCommand.checkRoomName(room);
        }
        try (Screen screen = common.screen(wiring)) {
            RoomDesk desk = RoomDesk.on(wiring, common, relay, address, name);
            return desk.run(screen, at -> first(desk, at));
        }
    }

    private int first(RoomDesk desk, Screen screen) throws Exception {
        Optional<SavedRooms> rooms = common.rooms(wiring);
        try (RoomRun run = desk.begin(screen, common.saveAs(rooms), rooms)) {
            if (room != null) {
                return run.named(room, new Passphrases(wiring, screen).toMeetBy());
            }
            Optional<Invitation> invitation = invitation(screen);
            return invitation.isPresent() ? run.join(invitation.get()) : ParleyMain.EXIT_INTERRUPTED;
        }
    }

    private Optional<Invitation> invitation(Screen screen) throws UsageException, InterruptedException {
        Optional<String> given = Optional.ofNullable(wiring.environment().get("PARLEY_CODE"));
        if (code != null) {
            screen.tell(Line.warning(wiring.texts().get("code.visible")));
            given = Optional.of(code);
        } else if (codeFile != null) {
            given = Optional.of(
                    codeFile.equals("-")
                            ? screen.readLine().orElse("")
                            : FirstLine.of(Path.of(codeFile), "--code-file"));
        }
        if (given.isEmpty()) {
            return ChatSession.askInvitation(screen, wiring.texts());
        }
        try {
            return Optional.of(Invitation.parse(given.get()));
        } catch (InviteException e) {
            throw new UsageException(ChatSession.inviteProblem(e, wiring.texts()));
        } catch (LinkException e) {
            throw new UsageException(ChatSession.linkProblem(e, wiring.texts()));
        }
    }
}

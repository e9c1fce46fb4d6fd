package dev.parley.peer.cli;

import dev.parley.crypto.Invite;
import dev.parley.crypto.InviteException;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.ChatSession;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley join}. */
@Command(name = "join", description = "Join the room of an invite code; asks for the code.")
final class JoinCommand implements Callable<Integer> {
    private static final int MAX_CODE_FILE_BYTES = 1_024;

    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CODE",
            description = "The code. Better typed when asked: here other users of the machine can see it.")
    private String code;

    @Option(
            names = "--code-file",
            paramLabel = "FILE",
            description = "Read the code from the first line of FILE; - is standard input. Also: PARLEY_CODE.")
    private String codeFile;

    @Option(
            names = "--room",
            paramLabel = "NAME",
            description = "A room by name instead of a code; asks for a passphrase.")
    private String room;

    JoinCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        RelayAddress address = relay.address(config, wiring.environment());
        String name = common.name(config);
        if (room != null) {
            OpenCommand.checkRoomName(room);
        }
        try (Screen screen = wiring.screen(common.plain)) {
            Optional<SavedRooms> rooms = common.rooms(wiring);
            try (RoomRun run = new RoomRun(wiring, screen, address, name, common.saveAs(rooms), rooms)) {
                if (room != null) {
                    return run.named(room, new Passphrases(wiring, screen).toMeetBy());
                }
                Optional<Invite> invite = invite(screen);
                return invite.isPresent() ? run.join(invite.get()) : ParleyMain.EXIT_INTERRUPTED;
            }
        }
    }

    private Optional<Invite> invite(Screen screen) throws UsageException, InterruptedException {
        Optional<String> given = Optional.ofNullable(wiring.environment().get("PARLEY_CODE"));
        if (code != null) {
            screen.tell(Line.warning(wiring.texts().get("code.visible")));
            given = Optional.of(code);
        } else if (codeFile != null) {
            given = Optional.of(codeFile.equals("-") ? screen.readLine().orElse("") : firstLine(Path.of(codeFile)));
        }
        if (given.isEmpty()) {
            return ChatSession.askInvite(screen, wiring.texts());
        }
        try {
            return Optional.of(Invite.parse(given.get()));
        } catch (InviteException e) {
            throw new UsageException(ChatSession.inviteProblem(e, wiring.texts()));
        }
    }

    private static String firstLine(Path file) throws UsageException {
        try {
            if (Files.size(file) > MAX_CODE_FILE_BYTES) {
                throw new UsageException("--code-file takes a file that holds one code");
            }
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UsageException("--code-file cannot be read: " + file);
        }
    }
}

package dev.parley.peer.cli;

import dev.parley.crypto.InviteException;
import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.LinkException;
import dev.parley.peer.ui.ChatSession;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The code or link of an invitation: from the command line, the environment, a file, or the person. */
final class CodeOption {
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

    /** Whether the person must be asked. */
    boolean isMissing(Wiring wiring) {
        return code == null && codeFile == null && !wiring.environment().containsKey("PARLEY_CODE");
    }

    /** Empty if the person gives up. */
    Optional<Invitation> invitation(Wiring wiring, Screen screen) throws UsageException, InterruptedException {
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

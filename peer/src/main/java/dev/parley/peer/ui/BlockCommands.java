package dev.parley.peer.ui;

import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.PeerLoop;
import java.util.List;
import java.util.Optional;

/** {@code /block} and {@code /unblock}. */
final class BlockCommands {
    private final Screen screen;
    private final Texts texts;
    private final ChatView view;
    private final PeerLoop loop;
    private final BlockList list;

    BlockCommands(Screen screen, Texts texts, ChatView view, PeerLoop loop, BlockList list) {
        this.screen = screen;
        this.texts = texts;
        this.view = view;
        this.loop = loop;
        this.list = list;
    }

    /** Blocks the key of who is there and ends the room. Nothing is asked: the list can be changed again. */
    void block(String argument) {
        Optional<SafetyNumber> seen = view.safetyNumber();
        String name = view.theirName();
        if (!argument.isEmpty()) {
            screen.tell(Line.warning(texts.get("rooms.noArgument", "block")));
        } else if (seen.isEmpty()) {
            screen.tell(Line.warning(texts.get("block.nobody")));
        } else {
            loop.submit((client, now) -> {
                Optional<IdentityKey> key = client.keyOf(seen.get());
                if (key.isEmpty()) {
                    screen.tell(Line.warning(texts.get("block.nobody")));
                    return List.of();
                }
                Optional<String> problem = list.add(key.get(), name);
                screen.tell(problem.map(what -> Line.warning(texts.get("block.notKept", name, what)))
                        .orElseGet(() -> Line.note(texts.get("block.done", name))));
                return client.turnAway();
            });
        }
    }

    void unblock(String argument) {
        String wanted = SafeText.line(Untrusted.of(argument));
        if (argument.isEmpty()) {
            List<String> lines = list.lines();
            screen.tell(Line.note(texts.get(lines.isEmpty() ? "block.none" : "unblock.which")));
            lines.forEach(line -> screen.tell(Line.note("  " + line)));
            return;
        }
        int found = list.remove(argument);
        screen.tell(
                found == 1
                        ? Line.note(texts.get("unblock.done", wanted))
                        : Line.warning(texts.get(found == 0 ? "unblock.unknown" : "unblock.several", wanted)));
    }
}

package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import java.util.List;
import java.util.Optional;

/** What the other side calls itself, as we show it: never one of our own names, and told apart from the one we bear. */
final class TheirName {
    private BlockedNames blocked = new BlockedNames(List.of());
    private Optional<String> told = Optional.empty();

    void blocks(BlockedNames names) {
        blocked = names;
    }

    /** Whether the person does not want to read or bear that name. */
    boolean isBlocked(String name) {
        return blocked.has(name);
    }

    /** They are called {@code name} from now on, and we {@code ours}. */
    String told(Untrusted name, String ours) {
        told = Optional.of(blocked.shown(name));
        return distinct(told.get(), ours);
    }

    /** What to show once we are called {@code ours}; empty if they have told no name. */
    Optional<String> besides(String ours) {
        return told.map(name -> distinct(name, ours));
    }

    /** The same name on both sides is allowed, and told apart; so is one that only looks the same. */
    private static String distinct(String name, String ours) {
        return Skeleton.of(name).equals(Skeleton.of(ours)) ? name + "(2)" : name;
    }
}

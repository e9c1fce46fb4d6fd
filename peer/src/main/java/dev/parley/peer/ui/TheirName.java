package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import java.util.List;
import java.util.Optional;

/** What the other side calls itself, as we show it: never one of our own names, and told apart from the one we bear. */
final class TheirName {
    private BlockedNames blocked = new BlockedNames(List.of());
    private Optional<String> told = Optional.empty();
    private String shown = "";

    void blocks(BlockedNames names) {
        blocked = names;
    }

    /** Whether the person does not want to read or bear that name. */
    boolean isBlocked(String name) {
        return blocked.has(name);
    }

    /** As it is shown now; empty as long as nobody was there. */
    String shown() {
        return shown;
    }

    /** They were shown as {@code name} before. */
    void was(String name) {
        shown = name;
    }

    /** They are called {@code name} from now on, and we {@code ours}. */
    void told(Untrusted name, String ours) {
        told = Optional.of(blocked.shown(name));
        besides(ours);
    }

    /** We are called {@code ours} from now on: the same name on both sides is allowed, and told apart; so is one that only looks the same. */
    void besides(String ours) {
        told.ifPresent(name -> shown = Skeleton.of(name).equals(Skeleton.of(ours)) ? name + "(2)" : name);
    }
}

package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that a person does not want to read or bear, beside those that nobody may bear ({@link NickRule}). */
public final class BlockedNames {
    /** What is shown in place of such a name. */
    static final String WITHHELD = "peer:?";

    private final Set<String> skeletons;

    public BlockedNames(List<String> names) {
        skeletons = names.stream()
                .map(Skeleton::of)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether {@code name} is one of them, or looks like one. */
    public boolean has(String name) {
        return skeletons.contains(Skeleton.of(name));
    }

    /** A name of the other side, safe to show. */
    String shown(Untrusted name) {
        String safe = SafeText.name(name);
        return has(safe) ? WITHHELD : safe;
    }
}

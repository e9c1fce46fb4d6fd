package dev.parley.peer.files;

import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a file stands in an offered folder: components parted by {@code /}, each cleaned as {@link OfferedName} does. */
final class ListedPath {
    static final int MAX_DEPTH = 32;
    static final int MAX_BYTES = Offer.MAX_PATH_BYTES;

    private final List<String> raw;
    private final List<OfferedName> cleaned;

    private ListedPath(List<String> raw, List<OfferedName> cleaned) {
        this.raw = raw;
        this.cleaned = cleaned;
    }

    /** Empty if it climbs, is too deep or too long, or if of one component nothing is left. */
    static Optional<ListedPath> of(Untrusted path) {
        if (path.raw().length() > MAX_BYTES) {
            return Optional.empty();
        }
        List<String> raw = List.of(path.raw().split("/", -1));
        List<OfferedName> cleaned = new ArrayList<>();
        for (String component : raw) {
            OfferedName.of(Untrusted.of(component)).ifPresent(cleaned::add);
        }
        return raw.size() > MAX_DEPTH || cleaned.size() < raw.size()
                ? Optional.empty()
                : Optional.of(new ListedPath(raw, List.copyOf(cleaned)));
    }

    int depth() {
        return raw.size();
    }

    /** What the other side calls the folder of the first {@code depth} components; two of theirs are never one of ours. */
    String folder(int depth) {
        return String.join("/", raw.subList(0, depth));
    }

    OfferedName component(int index) {
        return cleaned.get(index);
    }
}

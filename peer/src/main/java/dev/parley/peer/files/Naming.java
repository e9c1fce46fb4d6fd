package dev.parley.peer.files;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives what one offer stores the first of its names that is free. Two names of an offered folder that differ only for some file systems
 * are two here as well. One thread at a time.
 */
final class Naming {
    private static final int MAX_NUMBER = 9_999;

    /** What we call each folder of theirs. */
    private final Map<String, String> folders = new HashMap<>();

    private final Set<String> taken = new HashSet<>();

    /** Names a part, in the folder it lies in. Gives the name; empty if none is free. */
    Optional<String> place(OfferedName wanted, Folder folder, String part) throws IOException {
        return place(wanted, new Spot(folder, ""), folder, part);
    }

    /**
     * Names a part, somewhere in the folder it lies in, and makes the folders on the way.
     *
     * @param path where it is to be in {@code home}
     * @return the name and the path of theirs before it; empty if none is free
     */
    Optional<String> placeInside(ListedPath path, Folder home, String part) throws IOException {
        Folder inside = home;
        try {
            for (int depth = 1; depth < path.depth(); depth++) {
                Optional<String> name = folderName(path, depth);
                if (name.isEmpty()) {
                    return name;
                }
                Folder next = inside.enter(name.get());
                if (inside != home) {
                    inside.close();
                }
                inside = next;
            }
            String theirFolder = path.folder(path.depth() - 1);
            OfferedName last = path.component(path.depth() - 1);
            return place(last, new Spot(inside, theirFolder), home, part)
                    .map(name -> path.depth() > 1 ? theirFolder + "/" + name : name);
        } finally {
            if (inside != home) {
                inside.close();
            }
        }
    }

    /** Names the folder that an offered folder was put together in. Gives the name; empty if none is free. */
    static Optional<String> placeFolder(OfferedName wanted, Folder target, String part) throws IOException {
        OfferedName name = storable(wanted);
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String candidate = candidate(name, number);
            if (target.placeFolder(part, candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Where something is to be: our folder, and what they call it. */
    private record Spot(Folder folder, String theirs) {}

    private Optional<String> place(OfferedName wanted, Spot spot, Folder from, String part) throws IOException {
        OfferedName name = storable(wanted);
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String candidate = candidate(name, number);
            if (taken.add(key(spot.theirs(), candidate)) && from.place(part, spot.folder(), candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private Optional<String> folderName(ListedPath path, int depth) {
        String theirs = path.folder(depth);
        String known = folders.get(theirs);
        if (known != null) {
            return Optional.of(known);
        }
        OfferedName wanted = storable(path.component(depth - 1));
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String candidate = candidate(wanted, number);
            if (taken.add(key(path.folder(depth - 1), candidate))) {
                folders.put(theirs, candidate);
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static String candidate(OfferedName name, int number) {
        return number == 1 ? name.stored() : name.numbered(number);
    }

    private static String key(String folder, String name) {
        return folder + "/" + new OfferedName(name, false).key();
    }

    /** In a locale without such letters Java cannot say the name to the system. */
    private static OfferedName storable(OfferedName name) {
        try {
            if (Path.of(name.stored()).getNameCount() == 1) {
                return name;
            }
            throw new IllegalStateException("A stored name is one component.");
        } catch (InvalidPathException e) {
            return new OfferedName(name.stored().replaceAll("[^ -~]", "_"), true);
        }
    }
}

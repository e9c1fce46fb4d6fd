package dev.parley.peer.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Byte strings with names, looked for all at once in one pass over what may be a whole heap. */
final class Marks {
    /** What tells most places that are no hit: the first four bytes of a mark. */
    private static final int HEAD_BYTES = 4;

    private static final class Mark {
        private final String name;
        private final byte[] bytes;

        Mark(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        boolean isAt(byte[] where, int from) {
            if (from + bytes.length > where.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (where[from + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Map<Integer, List<Mark>> byHead = new HashMap<>();
    private final boolean[] heads = new boolean[1 << 16];

    /** At least {@value #HEAD_BYTES} bytes. */
    void add(String name, byte[] bytes) {
        int head = 0;
        for (int i = 0; i < HEAD_BYTES; i++) {
            head = head << 8 | bytes[i] & 0xFF;
        }
        byHead.computeIfAbsent(head, unused -> new ArrayList<>()).add(new Mark(name, bytes.clone()));
        heads[slot(head)] = true;
    }

    /** The names of all marks that are somewhere in {@code bytes}. */
    Set<String> in(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        int head = 0;
        for (int i = 0; i < bytes.length; i++) {
            head = head << 8 | bytes[i] & 0xFF;
            int from = i - HEAD_BYTES + 1;
            if (from >= 0 && heads[slot(head)]) {
                for (Mark mark : byHead.getOrDefault(head, List.of())) {
                    if (mark.isAt(bytes, from)) {
                        found.add(mark.name);
                    }
                }
            }
        }
        return found;
    }

    private static int slot(int head) {
        return (head ^ head >>> 16) & 0xFFFF;
    }
}

package dev.parley.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The vectors that come with the program: the relay scenarios of {@code spec/vectors}, found by its index. */
public final class Vectors {
    private static final String ROOT = "/dev/parley/vectors/";

    private Vectors() {}

    /** The vectors of a folder that is on board, in the order of the index. */
    public static List<VectorFile> all(String folder) throws IOException {
        List<VectorFile> vectors = new ArrayList<>();
        for (String line : lines("INDEX")) {
            if (line.startsWith(folder + "/")) {
                vectors.add(VectorFile.parse(line.substring(folder.length() + 1), lines(line + ".txt")));
            }
        }
        return vectors;
    }

    private static List<String> lines(String name) throws IOException {
        InputStream in = Vectors.class.getResourceAsStream(ROOT + name);
        if (in == null) {
            throw new IOException("The vector " + name + " is not on board.");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}

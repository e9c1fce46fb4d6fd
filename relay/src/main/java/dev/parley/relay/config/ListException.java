package dev.parley.relay.config;

import java.nio.file.Path;

/** A file of the relay folder is not what it must be; the message names the file, the place in it and what is wrong, and no secret. */
public final class ListException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String problem;

    ListException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file;
        this.problem = problem;
    }

    static ListException atLine(Path file, int line, String problem) {
        return new ListException(file, "line " + line + ": " + problem);
    }

    public Path file() {
        return file;
    }

    /** Where in the file, and what is wrong there. */
    public String problem() {
        return problem;
    }
}

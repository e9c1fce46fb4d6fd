package dev.parley.peer.cli;

import java.nio.file.Path;

/** The configuration file is not what it should be. */
final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigException(Path file, String problem) {
        super("E_CONFIG " + file + " cannot be used\n  saw: " + problem + "\n  try: correct it, or move it away");
    }
}

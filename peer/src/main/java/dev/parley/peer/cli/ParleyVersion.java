package dev.parley.peer.cli;

import dev.parley.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** What {@code --version} says: what somebody who helps must know first. Loads nothing that it does not name. */
final class ParleyVersion {
    private ParleyVersion() {}

    /** The lines: version and commit, protocols, Java, libraries. */
    static List<String> lines() {
        Properties built = built();
        return List.of(
                "parley " + built.getProperty("parley") + " (commit " + built.getProperty("commit") + ")",
                "relay protocol " + Wire.MIN_PROTOCOL + " to " + Wire.MAX_PROTOCOL + ", session protocol parley/1",
                "java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                "libraries " + built.getProperty("libraries"));
    }

    /** The version alone, such as {@code 0.1.0}. */
    static String number() {
        return built().getProperty("parley");
    }

    private static Properties built() {
        Properties built = new Properties();
        try (InputStream in = ParleyVersion.class.getResourceAsStream("versions.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new AssertionError("Our own jar cannot be read.", e);
        }
        return built;
    }
}

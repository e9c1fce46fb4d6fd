package dev.parley.relay.cli;

import dev.parley.wire.Wire;
import picocli.CommandLine.IVersionProvider;

/** The lines of {@code --version}. */
final class RelayVersion implements IVersionProvider {
    static String number() {
        String version = RelayVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "parley-relay " + number(),
            "relay protocol " + Wire.MIN_PROTOCOL + " to " + Wire.MAX_PROTOCOL,
            "java " + Runtime.version()
        };
    }
}

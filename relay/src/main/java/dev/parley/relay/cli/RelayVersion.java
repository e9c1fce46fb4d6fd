package dev.parley.relay.cli;

import dev.parley.wire.Wire;
import picocli.CommandLine.IVersionProvider;

/** The lines of {@code --version}. */
final class RelayVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = RelayVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "parley-relay " + (version == null ? "(development)" : version),
            "relay protocol " + Wire.MIN_PROTOCOL + " to " + Wire.MAX_PROTOCOL,
            "java " + Runtime.version()
        };
    }
}

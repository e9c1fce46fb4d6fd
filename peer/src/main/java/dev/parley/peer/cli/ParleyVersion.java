package dev.parley.peer.cli;

import dev.parley.wire.Wire;
import picocli.CommandLine.IVersionProvider;

/** The lines of {@code --version}. */
final class ParleyVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ParleyVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "parley " + (version == null ? "(development)" : version),
            "relay protocol " + Wire.MIN_PROTOCOL + " to " + Wire.MAX_PROTOCOL + ", session protocol parley/1",
            "java " + Runtime.version()
        };
    }
}

package dev.parley.peer.cli;

import picocli.CommandLine.IVersionProvider;

/** The same lines where the flag stands behind others. */
final class PrintedVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return ParleyVersion.lines().toArray(new String[0]);
    }
}

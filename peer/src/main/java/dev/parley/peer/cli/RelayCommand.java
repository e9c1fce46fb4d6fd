package dev.parley.peer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code parley relay}: the relay's own jar, with its own options. */
@Command(name = "relay", description = "Run a relay; parley relay --help lists its options.")
final class RelayCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        return RelayProcess.runInPlace(arguments);
    }
}

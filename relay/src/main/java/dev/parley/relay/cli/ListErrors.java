package dev.parley.relay.cli;

import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.config.ListException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** What commands on the lists of a relay folder say when it does not work. */
final class ListErrors {
    private ListErrors() {}

    /** One piece of work on a file of the folder. */
    interface Work {
        int run() throws ListException;
    }

    /** Runs {@code work}; a file that is wrong is told, with what to do next. */
    static int told(CommandLine line, Work work) {
        try {
            return work.run();
        } catch (ListException e) {
            print(e, line.getErr());
            return RelayMain.EXIT_CONFIG;
        }
    }

    /** The same for work that changes a list: no other command changes one meanwhile. */
    static int changed(CommandLine line, Path folder, Work work) {
        return told(line, () -> new AdmissionFolder(folder).alone(work::run));
    }

    /** The same for work that takes something off a list: where there is no folder, none is made. */
    static int removed(CommandLine line, Path folder, Work work) {
        return Files.isDirectory(folder) ? changed(line, folder, work) : told(line, work);
    }

    static void print(ListException problem, PrintWriter err) {
        err.println("E_CONFIG a file of the relay folder cannot be used");
        err.println("  saw: " + problem.getMessage());
        err.println("  try: correct it there, or put it back from a copy");
        err.flush();
    }

    /** A command line that names what is not there, or is there already. */
    static int misused(CommandLine line, String problem, String advice) {
        line.getErr().println("E_USAGE " + problem);
        line.getErr().println("  try: " + advice);
        line.getErr().flush();
        return RelayMain.EXIT_USAGE;
    }
}

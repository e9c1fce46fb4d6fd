package dev.parley.relay.cli;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.config.ListException;
import dev.parley.relay.net.Gate;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Keeps a {@link Gate} as the lists of the relay folder say: reads them when they change. A bad file leaves the lists of before. */
final class AdmissionWatch {
    private static final long EVERY_SECONDS = 2;

    private final Optional<AdmissionFolder> folder;
    private final Consumer<String> log;
    private final Gate gate;
    private String stamp;
    private boolean isClosed;

    /**
     * Reads the lists for the first time.
     *
     * @param folder empty for a relay that is open to all and stays so
     * @param log takes one line per reload
     * @throws ListException if a file is wrong: a relay that starts has no lists of before
     */
    AdmissionWatch(Optional<Path> folder, Consumer<String> log, LongSupplier wallClock) throws ListException {
        this.folder = folder.map(AdmissionFolder::new);
        this.log = log;
        this.stamp = stamp();
        Admission lists = this.folder.isPresent() ? this.folder.get().read(Optional.empty()) : Admission.open();
        this.isClosed = !lists.isOpen();
        this.gate = new Gate(lists, wallClock);
    }

    Gate gate() {
        return gate;
    }

    /** Looks at the files from now on, as long as the process lives. */
    void start() {
        if (folder.isPresent()) {
            Thread thread = new Thread(this::watch, "relay-lists");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(EVERY_SECONDS);
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the lists again if one of them changed. */
    synchronized void check() {
        String fresh = stamp();
        if (!fresh.equals(stamp)) {
            stamp = fresh;
            reload();
        }
    }

    /** Reads the lists again, whether or not they changed. */
    synchronized void reload() {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Admission lists = folder.get().read(Optional.empty());
            if (lists.isOpen() && isClosed) {
                // A list that an editor takes away for a moment must not let everybody in.
                log.accept("the lists are gone; those of before stay in use until the relay is started again");
                return;
            }
            isClosed = !lists.isOpen();
            gate.replace(lists);
            log.accept("lists reloaded: admission " + lists.mode());
        } catch (ListException e) {
            log.accept("E_CONFIG the lists were not reloaded; those of before stay in use: " + e.getMessage());
        }
    }

    private String stamp() {
        return folder.map(AdmissionFolder::stamp).orElse("");
    }
}

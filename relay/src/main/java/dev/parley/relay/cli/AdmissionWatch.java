package dev.parley.relay.cli;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.config.ListException;
import dev.parley.relay.config.RelayConfig;
import dev.parley.relay.log.RelayLog;
import dev.parley.relay.net.Gate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Keeps a {@link Gate} as the lists of the relay folder say: reads them when they change. A bad file leaves the lists of before. */
final class AdmissionWatch {
    private final Optional<AdmissionFolder> folder;
    private final RelayLog log;
    private final Gate gate;
    private Optional<AdmissionMode> wish;
    private String stamp;
    private AdmissionMode mode;

    /**
     * Reads the lists for the first time.
     *
     * @param folder empty for a relay that is open to all and stays so
     * @param wish whom to let in; empty if the lists decide
     * @throws ListException if a file is wrong: a relay that starts has no lists of before
     */
    AdmissionWatch(Optional<Path> folder, Optional<AdmissionMode> wish, RelayLog log, LongSupplier wallClock)
            throws ListException {
        this.folder = folder.map(AdmissionFolder::new);
        this.wish = wish;
        this.log = log;
        this.stamp = stamp();
        Admission lists = read();
        this.mode = lists.mode();
        this.gate = new Gate(lists, wallClock);
    }

    /** That of a relay which runs with {@code config}; one that reads no file has no lists, which lie beside it. */
    static AdmissionWatch of(ConfigSource source, RelayConfig config, RelayLog log) throws CommandFailure {
        try {
            return new AdmissionWatch(
                    source.isFileRead() ? Optional.of(source.folder()) : Optional.empty(),
                    config.operation().admission().wish(),
                    log,
                    System::currentTimeMillis);
        } catch (ListException e) {
            throw new CommandFailure(
                    "E_CONFIG", e.getMessage(), "correct it there, or put it back from a copy", RelayMain.EXIT_CONFIG);
        }
    }

    Gate gate() {
        return gate;
    }

    /** Whom the relay lets in now, as one word. */
    synchronized String word() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** Reads the lists again if one of them changed. */
    synchronized void check() {
        String fresh = stamp();
        if (fresh.equals(stamp)) {
            return;
        }
        stamp = fresh;
        try {
            Admission lists = read();
            if (lists.isOpen() && mode != AdmissionMode.OPEN) {
                // A list that an editor takes away for a moment must not let everybody in.
                log.warn("the lists are gone; those of before stay in use until a reload by hand or a restart")
                        .write();
            } else {
                use(lists);
            }
        } catch (ListException e) {
            refused(e);
        }
    }

    /** Reads the lists again, whether or not they changed: the operator says so. */
    synchronized void reload(Optional<AdmissionMode> newWish) {
        Optional<AdmissionMode> before = wish;
        wish = newWish;
        stamp = stamp();
        try {
            use(read());
        } catch (ListException e) {
            wish = before;
            refused(e);
        }
    }

    private Admission read() throws ListException {
        return folder.isPresent() ? folder.get().read(wish) : Admission.open();
    }

    private void use(Admission lists) {
        mode = lists.mode();
        gate.replace(lists);
        log.info("lists reloaded").with("admission", word()).write();
    }

    private void refused(ListException problem) {
        log.warn("the lists were not reloaded; those of before stay in use")
                .with("reason", problem.getMessage())
                .write();
    }

    private String stamp() {
        return folder.map(AdmissionFolder::stamp).orElse("");
    }
}

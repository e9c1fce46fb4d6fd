package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.RelayConfig;
import dev.parley.relay.tls.PemFiles;
import dev.parley.relay.tls.SelfSigned;
import dev.parley.relay.tls.Tls;
import dev.parley.relay.tls.TlsException;
import java.nio.file.Files;

/** The relay's key and certificate over the life of the process: made at the first start, read again when the files change. */
final class TlsKeys implements AutoCloseable {
    private final PemFiles files;
    private final Tls tls;
    private String stamp;

    private TlsKeys(PemFiles files) throws TlsException {
        this.files = files;
        stamp = files.stamp();
        tls = new Tls(files.read(), Math.max(1, Runtime.getRuntime().availableProcessors()));
    }

    /** Reads the files that the configuration names, after making them if there are none. */
    static TlsKeys open(RelayConfig config) throws TlsException, ConfigException {
        makeIfAbsent(config);
        TlsKeys keys = new TlsKeys(files(config));
        keys.tls.warmUp();
        return keys;
    }

    static PemFiles files(RelayConfig config) {
        return new PemFiles(config.listening().certificate(), config.listening().key());
    }

    static void makeIfAbsent(RelayConfig config) throws TlsException, ConfigException {
        PemFiles files = files(config);
        if (!Files.exists(files.key()) && !Files.exists(files.certificate())) {
            RelayFolder.make(config.folder());
            SelfSigned.create(files);
        }
    }

    Tls tls() {
        return tls;
    }

    /** Reads the files again if they changed; whether another certificate is shown now. On error the old one stays. */
    synchronized boolean refresh() throws TlsException {
        String now = files.stamp();
        if (now.equals(stamp)) {
            return false;
        }
        stamp = now;
        tls.replace(files.read());
        return true;
    }

    @Override
    public void close() {
        tls.close();
    }
}

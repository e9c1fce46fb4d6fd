package dev.parley.relay.cli;

import dev.parley.relay.admin.AdminListener;
import dev.parley.relay.admin.Watched;
import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Key;
import dev.parley.relay.config.ListenAddress;
import dev.parley.relay.config.Origin;
import dev.parley.relay.config.RelayConfig;
import dev.parley.relay.config.Settings;
import dev.parley.relay.log.RelayLog;
import dev.parley.relay.net.Listener;
import dev.parley.relay.net.Relay;
import dev.parley.relay.tls.TlsException;
import dev.parley.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A relay with everything around it: keys, log, admin listener, signals and console; from its start to its gentle end. */
final class RunningRelay implements Operator, AutoCloseable {
    private static final long TALLY_MILLIS = 10_000;
    private static final long LISTS_MILLIS = 2_000;

    /** With the kernel's and the JVM's own time this ends well within ten seconds. */
    private static final long DRAIN_MILLIS = 6_000;

    private static final long DRAIN_LOOK_MILLIS = 20;

    private final ConfigSource source;
    private final PrintStream out;
    private final RelayLog log;
    private final AdmissionWatch admission;
    private final Optional<TlsKeys> keys;
    private final Relay relay;
    private final List<InetSocketAddress> addresses;
    private final Tally tally;
    private final Instant started = Instant.now();
    private final CompletableFuture<Integer> stop = new CompletableFuture<>();
    private final Timer clockwork = new Timer("relay-clockwork", true);
    private Optional<AdminListener> admin = Optional.empty();
    private Settings settings;
    private RelayConfig config;
    private List<Key> restartNeeded = List.of();

    private RunningRelay(ConfigSource source, PrintStream out, PrintStream err)
            throws ConfigException, TlsException, CommandFailure {
        this.source = source;
        this.out = out;
        settings = source.settings();
        config = RelayConfig.of(source.folder(), settings);
        log = new RelayLog(err, config.operation().logLevel());
        admission = AdmissionWatch.of(source, config, log);
        List<InetSocketAddress> wanted = new ArrayList<>();
        List<Boolean> isTls = new ArrayList<>();
        for (ListenAddress address : config.listening().addresses()) {
            InetSocketAddress resolved = resolve(address);
            wanted.add(resolved);
            isTls.add(config.listening().isTls(address, resolved.getAddress().isLoopbackAddress()));
        }
        keys = isTls.contains(true) ? Optional.of(TlsKeys.open(config)) : Optional.empty();
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            listeners.add(new Listener(wanted.get(i), isTls.get(i) ? keys.map(TlsKeys::tls) : Optional.empty()));
        }
        try {
            relay = Relay.start(
                    listeners,
                    config.options(),
                    admission.gate(),
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
            addresses = relay.addresses();
        } catch (IOException e) {
            keys.ifPresent(TlsKeys::close);
            throw new CommandFailure(
                    "E_CANNOT_LISTEN",
                    "cannot listen on " + settings.text(Key.LISTEN) + ": " + e.getMessage(),
                    "another port, such as --listen 127.0.0.1:4435, or stop what uses this one",
                    RelayMain.EXIT_UNREACHABLE);
        }
        tally = new Tally(relay.stats(), log);
    }

    /** Starts what the configuration says and announces it on {@code out}; logs to {@code err}. */
    static RunningRelay start(ConfigSource source, PrintStream out, PrintStream err)
            throws ConfigException, TlsException, CommandFailure {
        RunningRelay running = new RunningRelay(source, out, err);
        running.startAdmin();
        // Before anybody is told that it runs: whoever is told may send a signal at once.
        Signals.handle(running);
        running.announceAddresses();
        running.clockwork.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        running.tick();
                    }
                },
                TALLY_MILLIS,
                TALLY_MILLIS);
        running.clockwork.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        running.admission.check();
                    }
                },
                LISTS_MILLIS,
                LISTS_MILLIS);
        return running;
    }

    private static InetSocketAddress resolve(ListenAddress address) throws CommandFailure {
        try {
            return address.resolve();
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    "E_CANNOT_LISTEN",
                    "there is no host called " + address.host(),
                    "an address of this machine, such as 127.0.0.1 or [::]",
                    RelayMain.EXIT_UNREACHABLE);
        }
    }

    private void announceAddresses() {
        out.println("parley-relay ready " + format(addresses.get(0)));
        for (InetSocketAddress address : addresses.subList(1, addresses.size())) {
            out.println("also on " + format(address));
        }
        keys.ifPresent(tls -> out.println("peer URL "
                + new PeerUrl(config, addresses.get(0).getPort())
                        .of(tls.tls().certificate().pin())));
        out.flush();
        log.info("started")
                .with("version", RelayVersion.number())
                .with("protocol", Wire.MIN_PROTOCOL + "-" + Wire.MAX_PROTOCOL)
                .with("loops", config.options().loops())
                .with("admission", admission.word())
                .write();
        for (InetSocketAddress address : addresses) {
            log.info("listening").with("address", format(address)).write();
        }
        admin.ifPresent(listener -> log.info("admin listening")
                .with("address", format(listener.address()))
                .write());
        if (config.listening().plain()
                && addresses.stream().anyMatch(a -> !a.getAddress().isLoopbackAddress())) {
            log.warn("plain TCP beyond this machine: contents stay sealed, addresses and timing are visible on the way")
                    .write();
        }
    }

    private static String format(InetSocketAddress address) {
        return ListenAddress.format(address.getAddress().getHostAddress(), address.getPort());
    }

    private void startAdmin() throws CommandFailure {
        if (config.operation().admin().isEmpty()) {
            return;
        }
        ListenAddress address = config.operation().admin().get();
        try {
            AdminListener listener = AdminListener.start(
                    address.resolve(),
                    new Watched(relay, RelayVersion.number(), this::status, this::certificateSeconds));
            admin = Optional.of(listener);
            log.info("admin listening")
                    .with("address", format(listener.address()))
                    .write();
        } catch (IOException e) {
            if (settings.origin(Key.ADMIN_LISTEN) != Origin.DEFAULT) {
                close();
                throw new CommandFailure(
                        "E_CANNOT_LISTEN",
                        "cannot listen on " + address.format() + " for the admin listener: " + e.getMessage(),
                        "another port in adminListen, or nothing there for none",
                        RelayMain.EXIT_UNREACHABLE);
            }
            log.warn("no admin listener: its default address is taken")
                    .with("address", address.format())
                    .write();
        }
    }

    private OptionalLong certificateSeconds() {
        return keys.map(tls -> OptionalLong.of(
                        Duration.between(Instant.now(), tls.tls().certificate().expires())
                                .toSeconds()))
                .orElse(OptionalLong.empty());
    }

    /** Serves until somebody says stop; gives the exit code. {@code in} is the console if somebody sits at it. */
    int serve(InputStream in, boolean endsWithInput) throws InterruptedException {
        if (endsWithInput) {
            inBackground(() -> {
                waitForEnd(in);
                stop(0);
            });
        } else if (OperatorConsole.isAttended()) {
            inBackground(new OperatorConsole(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), out, this));
        }
        int code = stop.join();
        drain();
        return code;
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "relay-input");
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForEnd(InputStream in) {
        try {
            while (in.read() >= 0) {
                // Only the end matters.
            }
        } catch (IOException e) {
            // As good as the end.
        }
    }

    private void drain() throws InterruptedException {
        log.info("stopping").with("connections", relay.stats().connections()).write();
        try {
            relay.drain();
        } catch (IOException e) {
            log.warn("a listening socket would not close").write();
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        while (relay.stats().connections() > 0 && System.nanoTime() < end) {
            Thread.sleep(DRAIN_LOOK_MILLIS);
        }
    }

    @Override
    public void stop(int exitCode) {
        if (!stop.complete(exitCode)) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    @Override
    public void announce(String text) {
        relay.announce(text);
    }

    @Override
    public synchronized String reload() {
        try {
            Settings fresh = source.settings();
            RelayConfig read = RelayConfig.of(source.folder(), fresh);
            boolean isNewCertificate = keys.isPresent() && keys.get().refresh();
            List<Key> changed = Arrays.stream(Key.values())
                    .filter(key -> !fresh.text(key).equals(settings.text(key)))
                    .toList();
            List<Key> applied = changed.stream().filter(Key::isReloadable).toList();
            restartNeeded = changed.stream().filter(key -> !key.isReloadable()).toList();
            relay.use(read.options());
            admission.reload(read.operation().admission().wish());
            log.level(read.operation().logLevel());
            config = read;
            Settings running = settings;
            settings = fresh.keeping(running, restartNeeded);
            return told(applied, isNewCertificate);
        } catch (ConfigException | TlsException e) {
            log.warn("not reloaded").with("reason", e.getMessage()).write();
            return "not reloaded: " + e.getMessage();
        }
    }

    private String told(List<Key> applied, boolean isNewCertificate) {
        String changed = applied.isEmpty() ? "nothing" : names(applied);
        log.info("reloaded")
                .with("changed", changed)
                .with("restart_needed", restartNeeded.isEmpty() ? "nothing" : names(restartNeeded))
                .with("new_certificate", isNewCertificate)
                .write();
        return "changed: " + changed + (isNewCertificate ? "; a new certificate" : "")
                + (restartNeeded.isEmpty() ? "" : "; a restart is needed for: " + names(restartNeeded));
    }

    private static String names(List<Key> keys) {
        return String.join(", ", keys.stream().map(Key::json).toList());
    }

    @Override
    public synchronized String status() {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("admission", admission.word());
        keys.ifPresent(tls -> {
            more.put("pin", tls.tls().certificate().pin());
            more.put("certificate", "until " + tls.tls().certificate().expires());
        });
        if (!restartNeeded.isEmpty()) {
            more.put("restart needed", names(restartNeeded));
        }
        return StatusText.of(relay, config.options().limits(), Duration.between(started, Instant.now()), more);
    }

    private void tick() {
        tally.report();
        try {
            if (keys.isPresent() && keys.get().refresh()) {
                log.info("new certificate")
                        .with("expires", keys.get().tls().certificate().expires())
                        .write();
            }
        } catch (TlsException e) {
            log.warn("the certificate changed and cannot be used; the old one stays")
                    .with("reason", e.getMessage())
                    .write();
        }
    }

    @Override
    public void close() {
        clockwork.cancel();
        try {
            relay.close();
        } catch (IOException e) {
            // The process ends either way.
        }
        admin.ifPresent(AdminListener::close);
        keys.ifPresent(TlsKeys::close);
        tally.report();
        log.info("stopped").write();
    }
}

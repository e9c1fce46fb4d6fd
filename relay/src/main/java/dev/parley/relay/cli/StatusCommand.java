package dev.parley.relay.cli;

import dev.parley.relay.config.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley-relay status}: what the admin listener of a running relay says. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Ask the relay that runs with this configuration how it is. Exit 0: ready; 1: stopping; 3: not there.")
final class StatusCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MAX_BYTES = 64 << 10;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        ListenAddress admin = options.source()
                .config()
                .operation()
                .admin()
                .orElseThrow(() -> new CommandFailure(
                        "E_NO_ADMIN",
                        "this relay has no admin listener",
                        "an address in adminListen, such as 127.0.0.1:4434",
                        RelayMain.EXIT_CONFIG));
        try {
            String ready = get(admin, "/readyz");
            options.out().print(get(admin, "/status"));
            options.out().flush();
            return ready.startsWith("ready") ? 0 : RelayMain.EXIT_INTERNAL;
        } catch (IOException e) {
            throw new CommandFailure(
                    "E_RELAY_UNREACHABLE",
                    "no relay answers at " + admin.format() + ": " + e.getMessage(),
                    "parley-relay run, or the --dir or --admin-listen that it runs with",
                    RelayMain.EXIT_UNREACHABLE);
        }
    }

    private static String get(ListenAddress admin, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL("http://" + admin.format() + path).openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream in =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}

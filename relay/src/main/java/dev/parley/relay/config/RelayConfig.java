package dev.parley.relay.config;

import dev.parley.relay.log.LogLevel;
import dev.parley.relay.net.RelayOptions;
import dev.parley.relay.room.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a relay is told, checked as a whole.
 *
 * @param folder where its files lie
 * @param listening where peers connect
 * @param options what it runs with
 * @param operation how it is watched
 */
public record RelayConfig(Path folder, Listening listening, RelayOptions options, Operation operation) {
    /**
     * @param addresses at least one
     * @param plain plain TCP beyond loopback too
     * @param key the private key's file
     * @param certificate the certificate's file
     */
    public record Listening(List<ListenAddress> addresses, boolean plain, Path key, Path certificate) {
        /** Whether this address speaks TLS. {@code isLoopback} tells what it resolved to. */
        public boolean isTls(ListenAddress address, boolean isLoopback) {
            return address.isTls() || !isLoopback && !plain;
        }
    }

    /**
     * @param publicAddress what peers call it, if that was said
     * @param admin where the admin listener answers
     * @param logLevel how much is logged
     * @param admission who may take a seat
     */
    public record Operation(
            Optional<String> publicAddress,
            Optional<ListenAddress> admin,
            LogLevel logLevel,
            AdmissionChoice admission) {}

    /** @throws ConfigException if the values do not go together */
    public static RelayConfig of(Path folder, Settings settings) throws ConfigException {
        Listening listening = new Listening(
                Arrays.stream(settings.text(Key.LISTEN).split(",", -1))
                        .map(text -> ListenAddress.parse(text).orElseThrow())
                        .toList(),
                settings.isOn(Key.PLAIN),
                folder.resolve(settings.text(Key.TLS_KEY)),
                folder.resolve(settings.text(Key.TLS_CERTIFICATE)));
        Limits limits = new Limits(
                settings.number(Key.MAX_CONNECTIONS),
                settings.number(Key.MAX_ROOMS),
                settings.number(Key.MAX_UNJOINED),
                settings.number(Key.CONNECTIONS_PER_SOURCE),
                settings.number(Key.JOINS_PER_MINUTE_PER_SOURCE),
                Long.parseLong(settings.text(Key.BYTES_PER_SECOND_PER_ROOM)));
        int loops = settings.number(Key.LOOPS);
        RelayOptions options = new RelayOptions(
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                limits,
                settings.text(Key.NOTICE),
                settings.isOn(Key.ACCEPT_NEW_ROOMS));
        Operation operation = new Operation(
                Optional.of(settings.text(Key.PUBLIC_ADDRESS)).filter(text -> !text.isEmpty()),
                admin(settings),
                wordOf(settings.text(Key.LOG_LEVEL), LogLevel.values(), LogLevel::word),
                wordOf(settings.text(Key.ADMISSION), AdmissionChoice.values(), AdmissionChoice::word));
        return new RelayConfig(folder, listening, options, operation);
    }

    private static <T> T wordOf(String word, T[] values, java.util.function.Function<T, String> name) {
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<ListenAddress> admin(Settings settings) throws ConfigException {
        Optional<ListenAddress> admin = ListenAddress.parse(settings.text(Key.ADMIN_LISTEN));
        if (admin.isPresent() && !settings.isOn(Key.ADMIN_BEYOND_LOOPBACK) && !isLoopback(admin.get())) {
            Origin origin = settings.origin(Key.ADMIN_LISTEN);
            throw new ConfigException(
                    origin,
                    Key.ADMIN_LISTEN.nameIn(origin)
                            + " names an address that other machines can reach, and it has no password",
                    "127.0.0.1:4434, or " + Key.ADMIN_BEYOND_LOOPBACK.nameIn(origin) + " if that is meant");
        }
        return admin;
    }

    private static boolean isLoopback(ListenAddress address) {
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

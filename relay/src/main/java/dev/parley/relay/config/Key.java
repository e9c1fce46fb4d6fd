package dev.parley.relay.config;

import dev.parley.relay.log.LogLevel;
import dev.parley.relay.room.Limits;
import dev.parley.wire.Wire;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Every key of {@code relay.json}: the one table behind flags, environment, {@code init}, {@code check --explain} and the guide. */
public enum Key {
    LISTEN(
            "listen",
            new Form.Addresses(),
            "127.0.0.1:4433",
            "Where peers connect. Port 0 picks one. On loopback plain TCP, unless tls:// stands in front; beyond it TLS 1.3."),
    PLAIN(
            "plain",
            new Form.Switch(),
            "false",
            "Plain TCP beyond this machine too. Contents stay sealed, but seats can be taken on the way."),
    PUBLIC_ADDRESS(
            "publicAddress",
            new Form.Name(),
            "",
            "HOST or HOST:PORT by which peers know the relay, for the URL that is printed. Nothing: the address it listens on."),
    TLS_KEY("tlsKey", new Form.Line(4_096), "tls-key.pem", "The private key, PKCS#8 in PEM; relative to the folder."),
    TLS_CERTIFICATE(
            "tlsCertificate",
            new Form.Line(4_096),
            "tls-cert.pem",
            "The certificate with its chain, in PEM; relative to the folder."),
    LOOPS("loops", new Form.Whole(0, 256), "0", "Event loops, one thread each. 0: one per core."),
    MAX_CONNECTIONS(
            "maxConnections",
            new Form.Whole(1, 1_000_000),
            limit(Limits.defaults().maxConnections()),
            "Connections at a time. More are told that the relay is busy.",
            true),
    MAX_ROOMS(
            "maxRooms",
            new Form.Whole(1, 1_000_000),
            limit(Limits.defaults().maxRooms()),
            "Rooms at a time. Who is there stays; newcomers are told that the relay is busy.",
            true),
    MAX_UNJOINED(
            "maxUnjoined",
            new Form.Whole(0, 1_000_000),
            limit(Limits.defaults().maxUnjoined()),
            "Connections at a time that have no seat yet. The oldest of them gives way. 0: no limit of its own.",
            true),
    CONNECTIONS_PER_SOURCE(
            "connectionsPerSource",
            new Form.Whole(0, 1_000_000),
            limit(Limits.defaults().connectionsPerSource()),
            "Connections at a time from one IPv4 address or one IPv6 /64; this machine's own do not count. 0: no limit, as behind a proxy elsewhere.",
            true),
    JOINS_PER_MINUTE_PER_SOURCE(
            "joinsPerMinutePerSource",
            new Form.Whole(0, 1_000_000),
            limit(Limits.defaults().joinsPerMinutePerSource()),
            "Joins a minute, returns included, from one IPv4 address or one IPv6 /64; this machine's own do not count. 0: no limit.",
            true),
    BYTES_PER_SECOND_PER_ROOM(
            "bytesPerSecondPerRoom",
            new Form.Whole(0, 1_000_000_000_000L),
            limit(Limits.defaults().bytesPerSecondPerRoom()),
            "What one room may pass on, both directions together. Who sends more is slowed down. 0: no limit.",
            true),
    NOTICE(
            "notice",
            new Form.Line(Wire.MAX_NOTICE_BYTES),
            "",
            "One line that every peer is shown on connecting, as the operator's word.",
            true),
    ACCEPT_NEW_ROOMS(
            "acceptNewRooms",
            new Form.Switch(),
            "true",
            "False: no new rooms; those that exist go on. To empty a relay before it moves.",
            true),
    ADMISSION(
            "admission",
            new Form.Choice(Arrays.stream(AdmissionChoice.values())
                    .map(AdmissionChoice::word)
                    .toList()),
            AdmissionChoice.AUTO.word(),
            "Who may take a seat: everybody, holders of a token (tokens.json), of a listed key (authorized_keys), or of either. "
                    + "auto: each of the two files that is there is asked for.",
            true),
    ADMIN_LISTEN(
            "adminListen",
            new Form.Address(),
            "127.0.0.1:4434",
            "Where /healthz, /readyz, /metrics and /status answer, in plain HTTP and without a password. Nothing: nowhere."),
    ADMIN_BEYOND_LOOPBACK(
            "adminBeyondLoopback",
            new Form.Switch(),
            "false",
            "Lets adminListen be an address that other machines can reach."),
    LOG_LEVEL(
            "logLevel",
            new Form.Choice(Arrays.stream(LogLevel.values()).map(LogLevel::word).toList()),
            LogLevel.INFO.word(),
            "How much is said on standard error.",
            true);

    /** The beginning of every environment variable that the relay reads. */
    public static final String ENVIRONMENT_PREFIX = "PARLEY_RELAY_";

    private static final int MIN_BEGINNING = 3;

    private final String json;
    private final Form form;
    private final String defaultText;
    private final String meaning;
    private final boolean reloadable;

    Key(String json, Form form, String defaultText, String meaning) {
        this(json, form, defaultText, meaning, false);
    }

    Key(String json, Form form, String defaultText, String meaning, boolean reloadable) {
        this.json = json;
        this.form = form;
        this.defaultText = defaultText;
        this.meaning = meaning;
        this.reloadable = reloadable;
    }

    private static String limit(long value) {
        return Long.toString(value);
    }

    /** Its name in {@code relay.json}. */
    public String json() {
        return json;
    }

    Form form() {
        return form;
    }

    /** Its flag: {@code maxRooms} is {@code --max-rooms}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its environment variable: {@code maxRooms} is {@code PARLEY_RELAY_MAX_ROOMS}. */
    public String variable() {
        return ENVIRONMENT_PREFIX + name();
    }

    /** Its name as that origin writes it. */
    String nameIn(Origin origin) {
        return switch (origin) {
            case FLAG -> flag();
            case ENVIRONMENT -> variable();
            case FILE, DEFAULT -> '"' + json + '"';
        };
    }

    public String defaultText() {
        return defaultText;
    }

    /** What it takes, such as {@code a whole number from 1 to 256}. */
    public String range() {
        return form.range();
    }

    public boolean isSwitch() {
        return form instanceof Form.Switch;
    }

    /** What it means, in a sentence or two. */
    public String meaning() {
        return meaning;
    }

    /** Whether SIGHUP is enough; otherwise a restart is needed. */
    public boolean isReloadable() {
        return reloadable;
    }

    static Optional<Key> named(String json) {
        return Arrays.stream(values()).filter(key -> key.json.equals(json)).findFirst();
    }

    /** The key that is meant, most likely: one of which the word is the beginning, or the fewest changes away. */
    static Key nearest(String word) {
        return Arrays.stream(values())
                .min(Comparator.comparingInt(key -> key.begins(word) ? 0 : distance(word, key.json)))
                .orElseThrow();
    }

    private boolean begins(String word) {
        return word.length() >= MIN_BEGINNING && (json.startsWith(word) || word.startsWith(json));
    }

    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

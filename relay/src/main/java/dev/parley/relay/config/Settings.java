package dev.parley.relay.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A value for every key, and where it comes from. Immutable. */
public final class Settings {
    private record Setting(String text, Origin origin) {}

    private final Map<Key, Setting> settings;

    private Settings(Map<Key, Setting> settings) {
        this.settings = settings;
    }

    public static Settings defaults() {
        Map<Key, Setting> all = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            all.put(key, new Setting(key.defaultText(), Origin.DEFAULT));
        }
        return new Settings(all);
    }

    /** The same, but for what {@code values} says. */
    public Settings with(Origin origin, Map<Key, String> values) throws ConfigException {
        Map<Key, Setting> all = new EnumMap<>(settings);
        for (Map.Entry<Key, String> value : values.entrySet()) {
            RelayFile.check(value.getKey(), origin, value.getValue());
            all.put(value.getKey(), new Setting(value.getValue(), origin));
        }
        return new Settings(all);
    }

    /** The same, but for what the variables of {@code environment} say. */
    public Settings withEnvironment(Map<String, String> environment) throws ConfigException {
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            if (environment.containsKey(key.variable())) {
                values.put(key, environment.get(key.variable()));
            }
        }
        return with(Origin.ENVIRONMENT, values);
    }

    /** The same, but for {@code keys}, which stay as they are in {@code before}. */
    public Settings keeping(Settings before, List<Key> keys) {
        Map<Key, Setting> all = new EnumMap<>(settings);
        keys.forEach(key -> all.put(key, before.settings.get(key)));
        return new Settings(all);
    }

    /** Its value as text. */
    public String text(Key key) {
        return settings.get(key).text();
    }

    public Origin origin(Key key) {
        return settings.get(key).origin();
    }

    boolean isOn(Key key) {
        return Boolean.parseBoolean(text(key));
    }

    int number(Key key) {
        return Integer.parseInt(text(key));
    }
}

package dev.parley.relay.cli;

import dev.parley.relay.config.Key;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The keys of {@code relay.json} as flags, made from their table. */
final class KeyOptions {
    private KeyOptions() {}

    static void addTo(CommandSpec spec) {
        for (Key key : Key.values()) {
            OptionSpec.Builder option = OptionSpec.builder(key.flag())
                    .type(String.class)
                    .description(key.meaning() + " Default: "
                            + (key.defaultText().isEmpty() ? "nothing" : key.defaultText()) + ".");
            if (key.isSwitch()) {
                option.arity("0..1").fallbackValue("true").paramLabel("true|false");
            } else {
                option.arity("1").paramLabel(label(key));
            }
            spec.addOption(option.build());
        }
    }

    private static String label(Key key) {
        return switch (key) {
            case LISTEN -> "HOST:PORT[,...]";
            case ADMIN_LISTEN, PUBLIC_ADDRESS -> "HOST:PORT";
            case TLS_KEY, TLS_CERTIFICATE -> "FILE";
            case NOTICE -> "TEXT";
            case ADMISSION, LOG_LEVEL -> "WORD";
            default -> "N";
        };
    }

    /** Those that were given. */
    static Map<Key, String> given(ParseResult result) {
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            if (result.hasMatchedOption(key.flag())) {
                values.put(key, result.matchedOptionValue(key.flag(), ""));
            }
        }
        return values;
    }
}

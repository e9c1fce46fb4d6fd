package dev.parley.peer.ui;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;

/** Every text that a person reads, from one bundle. Arguments must be safe to show already. */
public final class Texts {
    /** What {@link #named} knows. */
    public static final List<String> LANGUAGES = List.of("en", "pt_BR");

    public static final Locale BRAZILIAN = new Locale("pt", "BR");

    private final ResourceBundle bundle;

    public Texts(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "dev.parley.peer.texts",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The language of an environment by POSIX's rules: LC_ALL, then LC_MESSAGES, then LANG; English where there is no other. */
    public static Locale locale(Map<String, String> environment) {
        for (String name : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return named(value).orElse(Locale.ENGLISH);
            }
        }
        return Locale.ENGLISH;
    }

    /** The language meant by {@code name}, such as en, pt or pt_BR.UTF-8; empty if there are no texts in it. */
    public static Optional<Locale> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replaceAll("[^a-z].*", "")) {
            case "en" -> Optional.of(Locale.ENGLISH);
            case "pt" -> Optional.of(BRAZILIAN);
            default -> Optional.empty();
        };
    }

    public String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(arguments);
    }

    /** Whether {@code answer} says no, in English or in the language of these texts. */
    public boolean isNo(String answer) {
        return answer.equalsIgnoreCase("no") || answer.equalsIgnoreCase(get("word.no"));
    }

    /** Whether {@code answer} says yes, in English or in the language of these texts. */
    public boolean isYes(String answer) {
        return answer.equalsIgnoreCase("yes") || answer.equalsIgnoreCase(get("word.yes"));
    }
}

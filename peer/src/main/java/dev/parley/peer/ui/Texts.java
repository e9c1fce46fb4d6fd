package dev.parley.peer.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Every text that a person reads, from one bundle. Arguments must be safe to show already. */
public final class Texts {
    private final ResourceBundle bundle;

    public Texts(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "dev.parley.peer.texts",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(arguments);
    }
}

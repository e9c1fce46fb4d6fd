package dev.parley.relay.config;

/** What an operator calls a token or a key. */
public final class Labels {
    public static final String RULE = "1 to 64 letters, digits, blanks or . _ @ + - that begin with a letter or digit";

    private Labels() {}

    public static boolean isGood(String label) {
        return label.matches("[\\p{L}\\p{N}]([\\p{L}\\p{N} ._@+-]{0,62}[\\p{L}\\p{N}._@+-])?");
    }
}

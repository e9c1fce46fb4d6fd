package dev.parley.relay.config;

/** Where a value comes from; a later one wins. */
public enum Origin {
    DEFAULT("default"),
    FILE("relay.json"),
    ENVIRONMENT("environment"),
    FLAG("flag");

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}

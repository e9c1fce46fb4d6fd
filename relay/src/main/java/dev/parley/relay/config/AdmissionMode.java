package dev.parley.relay.config;

/** Who may take a seat; the bits are those of WELCOME's admission byte. */
public enum AdmissionMode {
    OPEN("open", 0),
    TOKEN("token", 1),
    KEY("key", 2),
    EITHER("either", 3);

    private final String word;
    private final int bits;

    AdmissionMode(String word, int bits) {
        this.word = word;
        this.bits = bits;
    }

    public String word() {
        return word;
    }

    public int bits() {
        return bits;
    }
}

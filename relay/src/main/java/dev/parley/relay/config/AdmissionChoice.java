package dev.parley.relay.config;

import dev.parley.relay.admission.AdmissionMode;
import java.util.Optional;

/** What the operator wishes about who may take a seat. */
public enum AdmissionChoice {
    /** A list that is there closes the relay to everybody who is not on it; with no list it is open. */
    AUTO("auto", Optional.empty()),
    OPEN("open", Optional.of(AdmissionMode.OPEN)),
    TOKEN("token", Optional.of(AdmissionMode.TOKENS)),
    KEY("key", Optional.of(AdmissionMode.KEYS)),
    EITHER("either", Optional.of(AdmissionMode.EITHER));

    private final String word;
    private final Optional<AdmissionMode> wish;

    AdmissionChoice(String word, Optional<AdmissionMode> wish) {
        this.word = word;
        this.wish = wish;
    }

    public String word() {
        return word;
    }

    /** Empty if the lists decide. */
    public Optional<AdmissionMode> wish() {
        return wish;
    }
}

package dev.parley.relay.admission;

import dev.parley.wire.Wire;

/** Whom a relay lets in; {@link #bits} is the admission byte of WELCOME (PROTOCOL.md section 3.6). */
public enum AdmissionMode {
    OPEN(0),
    TOKENS(Wire.ADMISSION_TOKEN),
    KEYS(Wire.ADMISSION_KEY),
    EITHER(Wire.ADMISSION_TOKEN | Wire.ADMISSION_KEY);

    private final int bits;

    AdmissionMode(int bits) {
        this.bits = bits;
    }

    public int bits() {
        return bits;
    }

    public boolean takesTokens() {
        return (bits & Wire.ADMISSION_TOKEN) != 0;
    }

    public boolean takesKeys() {
        return (bits & Wire.ADMISSION_KEY) != 0;
    }

    /** The mode that takes what is true of the two. */
    public static AdmissionMode of(boolean tokens, boolean keys) {
        return tokens ? keys ? EITHER : TOKENS : keys ? KEYS : OPEN;
    }
}

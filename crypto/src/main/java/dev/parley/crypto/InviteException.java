package dev.parley.crypto;

import java.util.List;

/** A typed invite code is not one. Never holds more of the code than the one word that is wrong. */
public final class InviteException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        EMPTY,
        BAD_PLACE,
        WORD_COUNT,
        UNKNOWN_WORD
    }

    private final Reason reason;
    private final int position;
    private final transient List<String> suggestions;

    InviteException(Reason reason, int position, List<String> suggestions) {
        super(reason.name());
        this.reason = reason;
        this.position = position;
        this.suggestions = suggestions;
    }

    public Reason reason() {
        return reason;
    }

    /** Which word is wrong, from 1; 0 if the reason is not about one word. */
    public int position() {
        return position;
    }

    /** Words that the wrong one may have meant. */
    public List<String> suggestions() {
        return suggestions;
    }
}

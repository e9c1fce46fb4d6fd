package dev.parley.peer.room;

/** How often one end may let the other test a code: three times, then the code is dead or must be typed again. */
final class Guesses {
    static final int ALLOWED = 3;

    private int left = ALLOWED;

    int left() {
        return left;
    }

    boolean isSpent() {
        return left == 0;
    }

    void spend() {
        if (left == 0) {
            throw new IllegalStateException("No guess is left.");
        }
        left--;
    }

    /** The confirmation we spent one on was answered by a good one. */
    void giveBack() {
        left = Math.min(ALLOWED, left + 1);
    }

    /** The code was typed again. */
    void renew() {
        left = ALLOWED;
    }
}

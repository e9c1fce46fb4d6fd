package dev.parley.peer.cli;

import dev.parley.peer.store.StoreException;

/** What lies on disk cannot be used as it is. */
final class StateException extends Exception {
    private static final long serialVersionUID = 1L;

    StateException(StoreException problem) {
        super("E_STATE " + what(problem) + "\n  saw: " + problem.path() + "\n  try: " + advice(problem));
    }

    StateException(String what, String saw, String advice) {
        super("E_STATE " + what + "\n  saw: " + saw + "\n  try: " + advice);
    }

    /** One sentence, lower case. */
    static String what(StoreException problem) {
        return switch (problem.reason()) {
            case READABLE_BY_OTHERS -> "other users can read what must be ours alone";
            case SYMLINK -> "a symbolic link stands where our own file must be";
            case OTHER_OWNER -> "a file of ours belongs to another user";
            case BAD_KEY_FILE -> "the key of the saved rooms is missing or is no key";
            case IN_USE -> "that room is open in another window";
            case NOT_THERE -> "there is no such room";
            case WRONG_PASSPHRASE -> "that is not the passphrase of the saved room";
            case DAMAGED -> "a file is damaged";
            case TOO_LARGE -> "there is more than fits: too many rooms, or a file too large";
            case DISK -> "the disk says no";
        };
    }

    private static String advice(StoreException problem) {
        return switch (problem.reason()) {
            case READABLE_BY_OTHERS ->
                "chmod go-rwx on it; if others may have copied it, meet again and forget the old rooms";
            case SYMLINK, OTHER_OWNER -> "move it away, or --ephemeral to write nothing";
            case BAD_KEY_FILE, DAMAGED -> "put it back from a copy, or remove it with what it belongs to";
            case IN_USE -> "go on there";
            case NOT_THERE -> "parley rooms lists what there is";
            case WRONG_PASSPHRASE -> "again";
            case TOO_LARGE -> "parley rooms, and forget some";
            case DISK -> "free space or rights there, or --ephemeral to write nothing";
        };
    }
}

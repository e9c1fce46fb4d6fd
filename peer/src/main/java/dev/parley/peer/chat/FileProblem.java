package dev.parley.peer.chat;

/** Why a transfer ended before everything was there; the word is what a cancel says (PROTOCOL.md section 9.3). */
public enum FileProblem {
    /** Its person did not want it any more. */
    STOPPED("stopped"),
    /** Its person left the room. */
    LEFT("left"),
    /** Nothing is known of that offer: the program that made it is gone. */
    GONE("gone"),
    /** The file is not the one any more that was offered. */
    CHANGED("changed"),
    /** The file cannot be read. */
    UNREADABLE("unreadable"),
    /** What came cannot be written. */
    UNWRITABLE("unwritable"),
    /** What came does not fit where it should go. */
    FULL("full"),
    /** A name that the receiver's rules do not allow. */
    NAME("name"),
    /** What came is not what was offered: too many bytes or files, another order, another hash. */
    BROKEN("broken"),
    /** Too many at a time. */
    BUSY("busy"),
    /** The room is over. Never said to the other end. */
    ROOM_OVER("over"),
    /** A word that this version does not know. */
    OTHER("other");

    private final String word;

    FileProblem(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static FileProblem of(String word) {
        for (FileProblem problem : values()) {
            if (problem.word.equals(word)) {
                return problem;
            }
        }
        return OTHER;
    }
}

package dev.parley.wire;

/**
 * Every label that keeps one derivation apart from the others (PROTOCOL.md annex C), and nowhere else a text that does so. A label is
 * written as an item of LP: its length stands in front, so none is the beginning of another.
 */
public enum Label {
    /** The version of the session protocol: the first item of every HKDF-Expand and of what a handshake is about. */
    PROTOCOL("parley/1"),
    SUITE("RSA2048-OAEP-SHA256+XWing+JPAKE3072/HKDF-SHA256/AES-256-GCM"),

    PLACE("place"),
    NAME("name"),
    ROOM("room"),
    SEAT("seat"),
    ADMIT("admit"),

    HELLO("hello"),
    PAKE_PARTICIPANT("pid"),
    PAKE_PASSWORD("code"),
    HINT("hint"),
    TRANSCRIPT_1("th1"),
    TRANSCRIPT_2("th2"),
    OAEP("oaep"),
    CONFIRM("confirm"),
    CONFIRM_A("confirm A"),
    CONFIRM_B("confirm B"),

    ROOT("root"),
    SESSION_ID("session id"),
    RESUME("resume"),
    RESUME_A("resume A"),
    RESUME_B("resume B"),
    SESSION_NUMBER("session number"),
    CONTINUITY("continuity"),
    PRIVATE_ROOM("room id"),
    CHAIN("chain"),
    FRAME("parley/1 frame"),
    REKEY("rekey"),

    STORE("parley/1 store"),
    STORE_ROOM_KEY("room key"),
    STORE_PASSPHRASE("passphrase"),
    STORE_RECORD("record"),
    STORE_JOURNAL("journal"),
    STORE_TRIES("tries"),
    STORE_RELAY_ACCESS("relay access"),
    STORE_MARK("mark");

    private final String text;

    Label(String text) {
        this.text = text;
    }

    /** As it stands on the wire, in ASCII. */
    public String text() {
        return text;
    }
}

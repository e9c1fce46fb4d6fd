package dev.parley.peer.conformance.peer;

import java.util.Locale;

/**
 * What a peer is started for.
 *
 * @param relay where it must connect, {@code 127.0.0.1:PORT}, plain TCP
 * @param code the invite code that it joins by; empty in the other parts
 * @param room the name of the room that it meets in; empty in the other parts
 * @param passphrase of that room; empty if it has none
 */
public record PeerTask(Part part, String relay, String code, String room, String passphrase) {
    /** What a peer can be asked to do. */
    public enum Part {
        /** Join by a code. */
        JOIN,
        /** Make a code and tell it. */
        OPEN,
        /** Meet in a room by name. */
        ROOM;

        /** As it is written on command lines. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same at another address, for who puts something between. */
    public PeerTask at(String address) {
        return new PeerTask(part, address, code, room, passphrase);
    }

    @Override
    public String toString() {
        return "PeerTask[" + part + "]";
    }
}

package dev.parley.peer.conformance.peer;

import dev.parley.peer.conformance.peer.PeerTask.Part;
import java.io.IOException;

/**
 * One scenario.
 *
 * @param section of PROTOCOL.md that it is about; a broken rule on the way there names its own
 * @param name unique, in lower case with hyphens
 * @param part what the peer is started for
 * @param slow whether it has to wait for a timer of the protocol
 */
record PeerScenario(String section, String name, Part part, boolean slow, Play play) {
    /** What is done. */
    @FunctionalInterface
    interface Play {
        void on(Stage stage) throws BrokenRule, NotPlayedException, IOException, InterruptedException;
    }

    /** This peer shows nothing of what the scenario is about. */
    static final class NotPlayedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotPlayedException(String why) {
            super(why);
        }
    }

    static PeerScenario joiner(String section, String name, Play play) {
        return new PeerScenario(section, name, Part.JOIN, false, play);
    }

    static PeerScenario opener(String section, String name, Play play) {
        return new PeerScenario(section, name, Part.OPEN, false, play);
    }

    static PeerScenario room(String section, String name, Play play) {
        return new PeerScenario(section, name, Part.ROOM, false, play);
    }

    PeerScenario slowly() {
        return new PeerScenario(section, name, part, true, play);
    }
}

package dev.parley.peer.conformance.peer;

import java.util.Optional;

/** Somebody else's peer in one scenario, as far as its person sees it. */
public interface PeerUnderTest extends AutoCloseable {
    /** Starts one peer. */
    @FunctionalInterface
    interface Starter {
        /** @throws StartException if it cannot be started at all */
        PeerUnderTest start(PeerTask task) throws StartException;
    }

    /** The peer could not be started. */
    final class StartException extends Exception {
        private static final long serialVersionUID = 1L;

        public StartException(String message) {
            super(message);
        }
    }

    /** Types one line. */
    void say(String text);

    /** Nothing more will be typed: it should say goodbye. */
    void leave();

    /** The next line that it showed, without its end; empty if there is none in that time, or never again. */
    Optional<String> next(long millis) throws InterruptedException;

    /** Whether its program goes on. */
    boolean isAlive();

    /** Ends it, whatever it is doing. */
    @Override
    void close();
}

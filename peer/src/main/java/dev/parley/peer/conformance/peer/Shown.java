package dev.parley.peer.conformance.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the peer under test shows its person: {@code text TEXT}, {@code code CODE} and a few more words at the beginning of lines; every
 * other line is passed over (docs/conformance.md).
 */
final class Shown {
    private final PeerUnderTest peer;
    private final LongSupplier clock;
    private final Deque<String> texts = new ArrayDeque<>();
    private Optional<String> code = Optional.empty();
    private Optional<String> safety = Optional.empty();
    private Optional<String> trust = Optional.empty();
    private int delivered;
    private int unreadable;

    Shown(PeerUnderTest peer, LongSupplier clock) {
        this.peer = peer;
        this.clock = clock;
    }

    /** Waits for that text and no other. */
    void awaitText(String section, String expected) throws BrokenRule, InterruptedException {
        Optional<String> text = nextText(Stage.PATIENCE_MILLIS);
        if (text.isEmpty()) {
            throw new BrokenRule(section, "must show '" + brief(expected) + "' and shows nothing");
        }
        if (!text.get().equals(expected)) {
            throw new BrokenRule(section, "must show '" + brief(expected) + "' and shows '" + brief(text.get()) + "'");
        }
    }

    /** What was shown until now must be no text: ask the peer for something that it answers first. */
    void noText(String section, String after) throws BrokenRule, InterruptedException {
        Optional<String> text = nextText(200);
        if (text.isPresent()) {
            throw new BrokenRule(section, after + " must show nothing and shows '" + brief(text.get()) + "'");
        }
    }

    String awaitCode() throws BrokenRule, InterruptedException {
        long end = clock.getAsLong() + Stage.PATIENCE_MILLIS;
        while (code.isEmpty() && clock.getAsLong() < end) {
            read(250);
        }
        return code.orElseThrow(() -> new BrokenRule("4.2", "was told to open a room and shows no line 'code CODE'"));
    }

    /** The safety number, if such a line comes within a second. */
    Optional<String> safety() throws InterruptedException {
        long end = clock.getAsLong() + 1_000;
        while (safety.isEmpty() && clock.getAsLong() < end) {
            read(100);
        }
        return safety;
    }

    /** How the other end is shown, if such a line comes within a second. */
    Optional<String> trust() throws InterruptedException {
        long end = clock.getAsLong() + 1_000;
        while (trust.isEmpty() && clock.getAsLong() < end) {
            read(100);
        }
        return trust;
    }

    /** How many lines of its person it shows as delivered, after a short wait. */
    int delivered(int expected) throws InterruptedException {
        long end = clock.getAsLong() + 1_000;
        while (delivered < expected && clock.getAsLong() < end) {
            read(100);
        }
        return delivered;
    }

    /** How many messages it shows as unreadable, after a short wait. */
    int unreadable(int expected) throws InterruptedException {
        long end = clock.getAsLong() + 1_000;
        while (unreadable < expected && clock.getAsLong() < end) {
            read(100);
        }
        return unreadable;
    }

    private Optional<String> nextText(long millis) throws InterruptedException {
        long end = clock.getAsLong() + millis;
        while (texts.isEmpty() && clock.getAsLong() < end && read(Math.min(250, millis))) {
            // Until something is there.
        }
        return Optional.ofNullable(texts.poll());
    }

    /** False if nothing comes any more. */
    private boolean read(long millis) throws InterruptedException {
        Optional<String> line = peer.next(millis);
        if (line.isEmpty()) {
            return peer.isAlive();
        }
        String[] words = line.get().split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "text" -> texts.add(unescape(rest));
            case "code" -> code = Optional.of(rest.strip());
            case "safety" -> safety = Optional.of(rest);
            case "open" -> trust = Optional.of(rest.strip());
            case "delivered" -> delivered++;
            case "unreadable" -> unreadable++;
            default -> {
                // Noise.
            }
        }
        return true;
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                char escaped = text.charAt(at);
                out.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String brief(String text) {
        String visible = text.replaceAll("\\P{Print}", "?");
        return visible.length() > 40 ? visible.substring(0, 40) + "..." : visible;
    }
}

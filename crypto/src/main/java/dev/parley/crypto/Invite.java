package dev.parley.crypto;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.RoomId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An invite code such as {@code 482135-amber-lantern-sunset}: the public place and the secret words, which are independent (PROTOCOL.md
 * section 4.1). Never printed but by {@link #format()}.
 */
public final class Invite {
    /** Secret words in a code. */
    public static final int WORDS = 3;

    private static final int PLACE_MIN = 100_000;
    private static final int PLACES = 900_000;

    private final String place;
    private final List<String> words;

    private Invite(String place, List<String> words) {
        this.place = place;
        this.words = words;
    }

    /** A random place and three random words. */
    public static Invite generate(Randomness randomness) {
        String place = Integer.toString(PLACE_MIN + uniform(randomness, PLACES));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            words.add(WordList.instance().word(uniform(randomness, WordList.SIZE)));
        }
        return new Invite(place, List.copyOf(words));
    }

    /** Reads a typed code: case does not matter, blanks count as hyphens, four letters complete a word. */
    public static Invite parse(String typed) throws InviteException {
        String[] parts = typed.strip().toLowerCase(Locale.ROOT).split("[\\s\\p{Z}\\p{Pd}]+");
        List<String> given =
                Arrays.stream(parts).filter(part -> !part.isEmpty()).toList();
        if (given.isEmpty()) {
            throw new InviteException(InviteException.Reason.EMPTY, 0, List.of());
        }
        String place = given.get(0);
        if (!place.matches("[1-9][0-9]{5}")) {
            throw new InviteException(InviteException.Reason.BAD_PLACE, 0, List.of());
        }
        if (given.size() != 1 + WORDS) {
            throw new InviteException(InviteException.Reason.WORD_COUNT, 0, List.of());
        }
        List<String> words = new ArrayList<>();
        for (int i = 1; i <= WORDS; i++) {
            String word = given.get(i);
            int position = i;
            words.add(WordList.instance()
                    .find(word)
                    .orElseThrow(() -> new InviteException(
                            InviteException.Reason.UNKNOWN_WORD,
                            position,
                            WordList.instance().near(word))));
        }
        return new Invite(place, List.copyOf(words));
    }

    /** The public digits: safe to show, log and send. */
    public String place() {
        return place;
    }

    public RoomId roomId() {
        return KeySchedule.placeRoom(place);
    }

    /** What the PAKE checks: the full words joined by hyphens. */
    public Secret secret() {
        return Secret.ofText(String.join("-", words));
    }

    /** The whole code, to show to its owner. */
    public String format() {
        return place + "-" + String.join("-", words);
    }

    /** A uniform number below {@code bound}, by rejection. */
    private static int uniform(Randomness randomness, int bound) {
        int limit = Integer.MAX_VALUE - Integer.MAX_VALUE % bound;
        while (true) {
            int drawn = ByteBuffer.wrap(randomness.bytes(4)).getInt() & Integer.MAX_VALUE;
            if (drawn < limit) {
                return drawn % bound;
            }
        }
    }

    @Override
    public String toString() {
        return "Invite[" + place + "-hidden]";
    }
}

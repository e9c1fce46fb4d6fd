package dev.parley.relay.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random inputs against what must hold after every one of them. The test keeps no copy of the transition table: it believes SEATED,
 * {@code end}, {@code unseated} and its own losses, and checks all else against that.
 */
class RoomsPropertyTest {
    private static final int INPUTS = 2_000;
    private static final int ROOMS = 4;
    private static final int KEYS = 4;
    private static final int SOURCES = 4;
    private static final int MAX_ROOMS = 3;

    private final long seed = Long.getLong("parley.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final RoomScript script = new RoomScript(MAX_ROOMS);

    private final Map<String, String> roomOf = new HashMap<>();
    private final Map<String, Integer> seatOf = new HashMap<>();
    private final Map<String, String> partnerOf = new HashMap<>();
    private final Map<String, Integer> pairingOf = new HashMap<>();
    private final Set<String> everSeated = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private final List<String> history = new ArrayList<>();
    private int connections;

    @RepeatedTest(20)
    void rooms_hold_their_promises_under_any_inputs() {
        for (int i = 0; i < INPUTS; i++) {
            step();
        }
        for (String connection : List.copyOf(roomOf.keySet())) {
            play("lost " + connection);
        }
        play("tick +59999");
        play("tick +1");
        assertThat(script.size()).as(this::story).isZero();
        assertThat(everSeated).as(this::story).isNotEmpty();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 45 || roomOf.isEmpty()) {
            play("claim c" + connections++ + arrival() + " intent="
                    + List.of("EITHER", "OPEN", "JOIN").get(random.nextInt(3)));
        } else if (dice < 60) {
            play("resume c" + connections++ + arrival() + (random.nextInt(4) == 0 ? " badproof=true" : ""));
        } else if (dice < 70) {
            String seated = anyone();
            play("leave " + seated);
            if (random.nextBoolean()) {
                gone.remove(seated);
                play("claim " + seated + arrival() + " intent=EITHER");
            }
        } else if (dice < 75) {
            play("unseat " + anyone());
        } else if (dice < 87) {
            play("lost " + anyone());
        } else if (dice < 90 && !gone.isEmpty()) {
            ghost(List.of("lost ", "leave ", "unseat ").get(random.nextInt(3)));
        } else {
            play("tick +" + random.nextInt(40_000));
        }
    }

    /** A connection without a seat has no say. */
    private void ghost(String verb) {
        String connection = List.copyOf(gone).get(random.nextInt(gone.size()));
        play(verb + connection);
        assertThat(history.get(history.size() - 1)).as(this::story).isEqualTo("in: " + verb + connection);
    }

    private String arrival() {
        return " room=R" + random.nextInt(ROOMS) + " key=K" + random.nextInt(KEYS) + " instance=" + random.nextInt(3)
                + " attempt=" + random.nextInt(4) + " source=S" + random.nextInt(SOURCES);
    }

    private String anyone() {
        return List.copyOf(roomOf.keySet()).get(random.nextInt(roomOf.size()));
    }

    private void play(String input) {
        history.add("in: " + input);
        List<String> effects = script.play(input);
        effects.forEach(effect -> history.add("out: " + effect));
        String[] words = input.split(" ", 4);
        if (words[0].equals("lost")) {
            leaves(words[1]);
        }
        String room = words[0].matches("claim|resume") ? words[2].substring("room=".length()) : roomOf.get(words[1]);
        Map<String, Integer> told = new HashMap<>();
        for (String effect : effects) {
            apply(effect.split(" ", -1), room, told);
        }
        told.forEach((changed, pairing) -> pairingOf.put(changed, pairing));
        checkAll();
    }

    private void apply(String[] effect, String room, Map<String, Integer> told) {
        switch (effect[0]) {
            case "pair" -> {
                partnerOf.put(effect[1], effect[2]);
                partnerOf.put(effect[2], effect[1]);
            }
            case "part" -> partnerOf.remove(effect[1]);
            case "drop" -> assertThat(roomOf).as(this::story).containsKey(effect[1]);
            case "unseated", "end" -> leaves(effect[1]);
            default -> hears(effect, room, told);
        }
    }

    private void hears(String[] effect, String room, Map<String, Integer> told) {
        String to = effect[0];
        if (effect[1].equals("SEATED")) {
            assertThat(roomOf).as(this::story).doesNotContainKey(to);
            assertThat(gone).as(this::story).doesNotContain(to);
            roomOf.put(to, room);
            seatOf.put(to, Integer.parseInt(effect[2].substring("seat=".length())));
            everSeated.add(to);
            if (effect[4].equals("pairing=1")) {
                assertThat(effect).as(this::story).contains("seat=0", "other=EMPTY");
                pairingOf.remove(room);
            }
            rises(room, effect[4], told);
        } else if (effect[1].equals("PEER")) {
            assertThat(roomOf).as(this::story).containsKey(to);
            rises(roomOf.get(to), effect[3], told);
        }
    }

    /** Within one input a room says one number to both, higher than any before; a tick that frees both seats tells nobody. */
    private void rises(String room, String text, Map<String, Integer> told) {
        int pairing = Integer.parseInt(text.substring("pairing=".length()));
        assertThat(pairing).as(this::story).isGreaterThan(pairingOf.getOrDefault(room, 0));
        assertThat(told.getOrDefault(room, pairing)).as(this::story).isEqualTo(pairing);
        told.put(room, pairing);
    }

    /** A connection that had a seat gives it up once, in one way. */
    private void leaves(String connection) {
        if (roomOf.remove(connection) != null) {
            seatOf.remove(connection);
            assertThat(gone.add(connection)).as(this::story).isTrue();
        }
        partnerOf.remove(connection);
    }

    private void checkAll() {
        Map<String, List<String>> seated = new HashMap<>();
        roomOf.forEach((connection, room) ->
                seated.computeIfAbsent(room, any -> new ArrayList<>()).add(connection));
        seated.forEach((room, both) -> {
            assertThat(both).as(this::story).hasSizeLessThan(3);
            assertThat(both.stream().map(seatOf::get)).as(this::story).doesNotHaveDuplicates();
            for (int i = 0; i < both.size(); i++) {
                String across = both.size() == 2 ? both.get(1 - i) : null;
                assertThat(partnerOf.get(both.get(i))).as(this::story).isEqualTo(across);
            }
        });
        assertThat(roomOf.keySet()).as(this::story).containsAll(partnerOf.keySet());
        assertThat(script.size()).as(this::story).isBetween(seated.size(), MAX_ROOMS);
    }

    private String story() {
        List<String> last = history.subList(Math.max(0, history.size() - 40), history.size());
        return "seed " + seed + ", after " + history.size() + " lines, the last of them:\n" + String.join("\n", last);
    }
}

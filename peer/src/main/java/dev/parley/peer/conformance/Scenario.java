package dev.parley.peer.conformance;

import dev.parley.vectors.VectorFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One scenario for a relay (spec/vectors/README.md): what peers do, and what each of them must hear then.
 *
 * @param section of PROTOCOL.md that it tests
 * @param forCores whether it needs what only the core of a relay has: a limit of rooms, or inputs that no wire brings
 */
record Scenario(String name, String section, boolean forCores, List<Step> steps) {
    private static final String DEFAULT_SECTION = "3.4";

    /**
     * One line and its consequences.
     *
     * @param heard what each connection must hear, in this order for each of them
     */
    record Step(Words in, List<Words> heard) {}

    /**
     * A line as words.
     *
     * @param verb the first word
     * @param who the second
     * @param rest what stands behind both, as it stands
     */
    record Words(String verb, String who, String rest) {
        static Words of(String line) {
            String[] words = line.split(" ", 3);
            return new Words(words[0], words.length > 1 ? words[1] : "", words.length > 2 ? words[2] : "");
        }

        /** The {@code key=value} pairs of the rest. */
        Map<String, String> values() {
            Map<String, String> values = new HashMap<>();
            for (String word : rest.split(" ")) {
                String[] pair = word.split("=", 2);
                if (pair.length == 2) {
                    values.put(pair[0], pair[1]);
                }
            }
            return values;
        }

        @Override
        public String toString() {
            return (verb + " " + who + " " + rest).strip();
        }
    }

    static Scenario of(VectorFile vector) {
        List<Step> steps = new ArrayList<>();
        String section = DEFAULT_SECTION;
        boolean forCores = false;
        for (VectorFile.Entry entry : vector.entries()) {
            switch (entry.key()) {
                case "in" -> steps.add(new Step(Words.of(entry.value()), new ArrayList<>()));
                case "out" -> {
                    Words out = Words.of(entry.value());
                    if (isOnTheWire(out)) {
                        steps.get(steps.size() - 1).heard().add(out);
                    }
                }
                case "section" -> section = entry.value();
                case "rooms" -> forCores = true;
                case "for" -> forCores = entry.value().equals("cores");
                default -> {}
            }
        }
        return new Scenario(vector.name(), section, forCores, List.copyOf(steps));
    }

    /** What a core does with connections shows on the wire only in what it leads to. */
    private static boolean isOnTheWire(Words out) {
        return switch (out.verb()) {
            case "pair", "part", "drop", "unseated" -> false;
            default -> true;
        };
    }

    /** Whether what happens depends on who comes from where: one source may be shut out, another not. */
    boolean tellsSourcesApart() {
        return steps.stream().anyMatch(step -> step.in().verb().equals("unseat"));
    }

    /** How long it takes at least, because time has to pass. */
    long waitsMillis() {
        return steps.stream()
                .filter(step -> step.in().verb().equals("tick"))
                .mapToLong(step -> Long.parseLong(step.in().who()))
                .sum();
    }
}

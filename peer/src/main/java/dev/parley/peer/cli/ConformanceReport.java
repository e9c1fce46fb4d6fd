package dev.parley.peer.cli;

import dev.parley.peer.conformance.SectionOrder;
import dev.parley.peer.conformance.Verdict;
import dev.parley.peer.conformance.Verdict.Result;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code parley conformance} says: one line for each section, then one for each scenario that did not hold. */
final class ConformanceReport {
    static final int EXIT_BROKEN = 6;

    private ConformanceReport() {}

    /** @param verbose names every scenario, also those that held */
    static void print(List<Verdict> verdicts, boolean verbose) {
        verdicts.stream()
                .collect(Collectors.groupingBy(
                        Verdict::section,
                        () -> new TreeMap<>(Comparator.comparing(SectionOrder::key)),
                        Collectors.toList()))
                .forEach((section, all) -> System.out.printf(
                        "section %-5s %3d held  %3d broken  %3d left out%n",
                        section, count(all, Result.HELD), count(all, Result.BROKEN), count(all, Result.LEFT_OUT)));
        for (Verdict verdict : verdicts) {
            switch (verdict.result()) {
                case HELD -> {
                    if (verbose) {
                        System.out.println("held " + verdict.section() + " " + verdict.name());
                    }
                }
                case BROKEN ->
                    System.out.println("BROKEN " + verdict.section() + " " + verdict.name() + ": " + verdict.why());
                case LEFT_OUT -> {
                    if (verbose) {
                        System.out.println(
                                "left out " + verdict.section() + " " + verdict.name() + ": " + verdict.why());
                    }
                }
            }
        }
    }

    static long count(List<Verdict> verdicts, Result result) {
        return verdicts.stream().filter(verdict -> verdict.result() == result).count();
    }
}

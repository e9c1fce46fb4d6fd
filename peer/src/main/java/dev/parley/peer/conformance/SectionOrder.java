package dev.parley.peer.conformance;

/** Sections in the order of the document: 8.2 before 12.1. */
public final class SectionOrder {
    private SectionOrder() {}

    /** What sections are compared by. */
    public static String key(String section) {
        StringBuilder key = new StringBuilder();
        for (String part : section.split("\\.")) {
            key.append(part.length() < 2 ? "0" : "").append(part).append('.');
        }
        return key.toString();
    }
}

package dev.parley.peer.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The paths behind {@code /send}: blanks part them; quotes of either kind, or a backslash in front, keep a blank inside. A backslash
 * before anything but a blank, a quote or a backslash is one.
 */
final class PathWords {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private char quote;
    private boolean inWord;

    private PathWords(String typed) {
        for (int at = 0; at < typed.length(); at++) {
            char c = typed.charAt(at);
            if (c == '\\' && quote != '\'' && at + 1 < typed.length() && isSpecial(typed.charAt(at + 1))) {
                at++;
                add(typed.charAt(at));
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                end();
            } else {
                add(c);
            }
        }
    }

    private static boolean isSpecial(char c) {
        return c == ' ' || c == '"' || c == '\'' || c == '\\';
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    /** The paths; empty if a quote was not closed. */
    static Optional<List<String>> split(String typed) {
        PathWords parsed = new PathWords(typed);
        parsed.end();
        return parsed.quote == 0 ? Optional.of(parsed.words) : Optional.empty();
    }

    /**
     * What may stand in place of {@code tail}, the piece behind the last blank of the line {@code begun}.
     *
     * @param paths what a begun path may go on to
     */
    static List<String> complete(String begun, String tail, Function<String, List<String>> paths) {
        PathWords parsed = new PathWords(begun.substring(begun.indexOf(' ') + 1));
        String path = parsed.word.toString();
        List<String> ends = new ArrayList<>();
        for (String known : paths.apply(path)) {
            if (known.startsWith(path) || path.equals("~")) {
                String more = known.substring(path.length());
                ends.add(tail + (parsed.quote == 0 ? escaped(more) : more + (more.endsWith("/") ? "" : parsed.quote)));
            }
        }
        return ends;
    }

    private static String escaped(String more) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < more.length(); at++) {
            char c = more.charAt(at);
            if (isSpecial(c)) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}

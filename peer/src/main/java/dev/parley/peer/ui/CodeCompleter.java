package dev.parley.peer.ui;

import dev.parley.crypto.Invite;
import dev.parley.crypto.WordList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers the words of an invite code as it is typed; the candidate holds everything typed before, hyphens included. */
final class CodeCompleter implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        complete(line.line(), candidates);
    }

    /** What may follow {@code code} as far as it is typed. */
    static void complete(String code, List<Candidate> candidates) {
        String typed = code.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "-");
        List<String> parts = Arrays.asList(typed.split("-", -1));
        if (parts.size() < 2 || parts.size() > 1 + Invite.WORDS) {
            return;
        }
        String before = String.join("-", parts.subList(0, parts.size() - 1)) + "-";
        boolean last = parts.size() == 1 + Invite.WORDS;
        for (String word : WordList.instance().completions(parts.get(parts.size() - 1))) {
            candidates.add(new Candidate(before + word + (last ? "" : "-"), word, null, null, null, null, last));
        }
    }
}

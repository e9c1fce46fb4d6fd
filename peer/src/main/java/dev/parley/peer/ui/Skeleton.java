package dev.parley.peer.ui;

import java.text.Normalizer;
import java.util.Locale;

/** What a name looks like at a glance: names that are equal so are taken for one another (hostile case TT-06). */
final class Skeleton {
    /** Groups of letters that look like the one behind the colon. */
    private static final String LOOKS =
            "аαɑ:a вβ:b сϲ:c ԁ:d еєε3:e ԍ:g һн:h іιıӏ1l:i ј:j кκ:k м:m пη:n оοօ0:o рρ:p ԛ:q г:r ѕ5:s тτ:t υս:u"
                    + " ѵν:v ԝω:w хχ:x уγ:y";

    private static final String FROM;
    private static final String TO;

    static {
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        for (String group : LOOKS.split(" ")) {
            String[] parts = group.split(":");
            from.append(parts[0]);
            to.append(parts[1].repeat(parts[0].length()));
        }
        FROM = from.toString();
        TO = to.toString();
    }

    private Skeleton() {}

    static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder();
        plain.codePoints().filter(Character::isLetterOrDigit).forEach(point -> {
            int at = FROM.indexOf(point);
            out.appendCodePoint(at < 0 ? point : TO.charAt(at));
        });
        return out.toString();
    }
}

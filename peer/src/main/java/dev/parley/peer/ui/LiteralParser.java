package dev.parley.peer.ui;

import java.util.List;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/**
 * Words parted by blanks, with no quotes and no escapes: what is typed is what is sent. JLine adds quotes of its own to a completion with
 * a blank in it, unless the parsed line does not know how.
 */
final class LiteralParser extends DefaultParser {
    LiteralParser() {
        setQuoteChars(null);
        setEscapeChars(null);
        setEofOnUnclosedQuote(false);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        ParsedLine parsed = super.parse(line, cursor, context);
        return new ParsedLine() {
            @Override
            public String word() {
                return parsed.word();
            }

            @Override
            public int wordCursor() {
                return parsed.wordCursor();
            }

            @Override
            public int wordIndex() {
                return parsed.wordIndex();
            }

            @Override
            public List<String> words() {
                return parsed.words();
            }

            @Override
            public String line() {
                return parsed.line();
            }

            @Override
            public int cursor() {
                return parsed.cursor();
            }
        };
    }
}

package dev.parley.relay.config;

import com.google.gson.stream.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a key's value may be. Every value has one text, the same in flags, environment and tables. */
sealed interface Form {
    /** Whether {@code text} is such a value. */
    boolean holds(String text);

    /** What it takes, as the end of the sentence "it takes ...". */
    String range();

    /** How it is written in JSON. */
    default JsonToken token() {
        return JsonToken.STRING;
    }

    /** True or false. */
    record Switch() implements Form {
        @Override
        public boolean holds(String text) {
            return text.equals("true") || text.equals("false");
        }

        @Override
        public String range() {
            return "true or false";
        }

        @Override
        public JsonToken token() {
            return JsonToken.BOOLEAN;
        }
    }

    /** A whole number in plain digits. */
    record Whole(long min, long max) implements Form {
        private static final int MAX_DIGITS = 18;

        @Override
        public boolean holds(String text) {
            if (text.length() > MAX_DIGITS || !text.matches("0|[1-9][0-9]*")) {
                return false;
            }
            long value = Long.parseLong(text);
            return value >= min && value <= max;
        }

        @Override
        public String range() {
            return "a whole number from " + min + " to " + max;
        }

        @Override
        public JsonToken token() {
            return JsonToken.NUMBER;
        }
    }

    /** One line of text. */
    record Line(int maxBytes) implements Form {
        @Override
        public boolean holds(String text) {
            return text.codePoints().noneMatch(Line::isUnprintable)
                    && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
        }

        private static boolean isUnprintable(int point) {
            int type = Character.getType(point);
            return type == Character.CONTROL
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
        }

        @Override
        public String range() {
            return "one line of at most " + maxBytes + " bytes";
        }
    }

    /** One of a few words. */
    record Choice(List<String> words) implements Form {
        @Override
        public boolean holds(String text) {
            return words.contains(text);
        }

        @Override
        public String range() {
            return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
        }
    }

    /** A name of this relay, with or without a port, or nothing. */
    record Name() implements Form {
        @Override
        public boolean holds(String text) {
            return text.isEmpty() || isAddress(text) || isAddress(text + ":1");
        }

        private static boolean isAddress(String text) {
            return ListenAddress.parse(text).filter(a -> !a.isTls()).isPresent();
        }

        @Override
        public String range() {
            return "HOST or HOST:PORT, or nothing";
        }
    }

    /** One address, or nothing for off. */
    record Address() implements Form {
        @Override
        public boolean holds(String text) {
            return text.isEmpty()
                    || ListenAddress.parse(text).filter(a -> !a.isTls()).isPresent();
        }

        @Override
        public String range() {
            return "HOST:PORT, or nothing for off";
        }
    }

    /** One address or more; as one text separated by commas. */
    record Addresses() implements Form {
        private static final int MAX_ADDRESSES = 16;

        @Override
        public boolean holds(String text) {
            String[] all = text.split(",", -1);
            return all.length <= MAX_ADDRESSES
                    && Arrays.stream(all)
                            .allMatch(one -> ListenAddress.parse(one).isPresent());
        }

        @Override
        public String range() {
            return "HOST:PORT, such as 127.0.0.1:4433 or [::]:4433";
        }

        @Override
        public JsonToken token() {
            return JsonToken.BEGIN_ARRAY;
        }
    }
}

package dev.parley.crypto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The 1,024 words of invite codes, ten bits each ({@code spec/words.txt}). The first four letters name a word. */
public final class WordList {
    public static final int SIZE = 1_024;
    private static final int PREFIX = 4;
    private static final WordList INSTANCE = load();

    private final List<String> words;

    private WordList(List<String> words) {
        this.words = words;
    }

    public static WordList instance() {
        return INSTANCE;
    }

    public List<String> words() {
        return words;
    }

    String word(int index) {
        return words.get(index);
    }

    /** The word that {@code typed} names: whole, or at least its first four letters. */
    public Optional<String> find(String typed) {
        return words.stream()
                .filter(word -> word.equals(typed) || typed.length() >= PREFIX && word.startsWith(typed))
                .findFirst();
    }

    /** The words that begin with {@code typed}. */
    public List<String> completions(String typed) {
        return words.stream().filter(word -> word.startsWith(typed)).toList();
    }

    /** The words at edit distance 1 from {@code typed}, as a hint; never taken silently. */
    public List<String> near(String typed) {
        return words.stream().filter(word -> distanceIsOne(word, typed)).toList();
    }

    private static boolean distanceIsOne(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 1 || a.equals(b)) {
            return false;
        }
        int head = 0;
        while (head < Math.min(a.length(), b.length()) && a.charAt(head) == b.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(a.length(), b.length()) - head
                && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
            tail++;
        }
        return Math.max(a.length(), b.length()) - head - tail <= 1;
    }

    private static WordList load() {
        try (InputStream in = WordList.class.getResourceAsStream("/dev/parley/words.txt")) {
            if (in == null) {
                throw new AssertionError("words.txt is part of the jar.");
            }
            List<String> words = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            if (words.size() != SIZE) {
                throw new AssertionError("words.txt has " + SIZE + " words.");
            }
            return new WordList(words);
        } catch (IOException e) {
            throw new AssertionError("words.txt is part of the jar.", e);
        }
    }
}

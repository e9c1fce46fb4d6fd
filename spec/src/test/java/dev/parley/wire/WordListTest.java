package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of words of invite codes: heard over a telephone, typed by tired people, completed from four letters. */
class WordListTest {
    /** Offensive, frightening, or names of groups of people. */
    private static final List<String> BANNED = List.of(
            "anal", "anus", "arse", "bitch", "blood", "bomb", "bugger", "christ", "cock", "corpse", "crap", "cripple",
            "cunt", "damn", "dead", "death", "devil", "dick", "drug", "drunk", "dyke", "enemy", "fag", "fuck", "ghetto",
            "grave", "gun", "gypsy", "hate", "hell", "hitler", "idiot", "jap", "jesus", "jew", "kill", "knife",
            "lesbian", "moron", "murder", "muslim", "naked", "nazi", "negro", "nude", "piss", "poison", "porn", "pussy",
            "queer", "rape", "retard", "satan", "sex", "shit", "slave", "slut", "suicide", "terror", "tit", "torture",
            "vagina", "victim", "virgin", "war", "weapon", "whore");

    /** Of each line at most one may stand in the list. */
    private static final List<List<String>> HOMOPHONES = List.of(
            List.of("bare", "bear"),
            List.of("berry", "bury"),
            List.of("board", "bored"),
            List.of("brake", "break"),
            List.of("cell", "sell"),
            List.of("cereal", "serial"),
            List.of("chord", "cord"),
            List.of("coarse", "course"),
            List.of("dear", "deer"),
            List.of("dew", "due"),
            List.of("fair", "fare"),
            List.of("feat", "feet"),
            List.of("flour", "flower"),
            List.of("hair", "hare"),
            List.of("hear", "here"),
            List.of("hole", "whole"),
            List.of("hour", "our"),
            List.of("knight", "night"),
            List.of("lessen", "lesson"),
            List.of("mail", "male"),
            List.of("meat", "meet"),
            List.of("medal", "meddle"),
            List.of("morning", "mourning"),
            List.of("muscle", "mussel"),
            List.of("pail", "pale"),
            List.of("pair", "pear"),
            List.of("pause", "paws"),
            List.of("peace", "piece"),
            List.of("plain", "plane"),
            List.of("rain", "reign"),
            List.of("right", "write"),
            List.of("road", "rode"),
            List.of("sail", "sale"),
            List.of("scene", "seen"),
            List.of("sea", "see"),
            List.of("stair", "stare"),
            List.of("steal", "steel"),
            List.of("sun", "son"),
            List.of("tail", "tale"),
            List.of("waist", "waste"),
            List.of("weak", "week"),
            List.of("weather", "whether"),
            List.of("wait", "weight"));

    private List<String> words;

    @BeforeEach
    void read() throws IOException {
        Path file = Path.of(System.getProperty("parley.root"), "spec", "words.txt");
        words = Files.readAllLines(file, StandardCharsets.US_ASCII);
    }

    @Test
    void there_are_1024_words_in_order() {
        assertThat(words).hasSize(1_024).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void words_have_3_to_7_letters() {
        assertThat(words).allMatch(word -> word.matches("[a-z]{3,7}"));
    }

    @Test
    void four_letters_name_a_word() {
        assertThat(words.stream().map(word -> word.substring(0, Math.min(4, word.length()))))
                .doesNotHaveDuplicates();
    }

    @Test
    void one_slip_of_the_finger_does_not_make_another_word() {
        List<String> near = new ArrayList<>();
        for (String one : words) {
            for (String other : words) {
                if (one.compareTo(other) < 0 && distance(one, other) < 2) {
                    near.add(one + "/" + other);
                }
            }
        }
        assertThat(near).isEmpty();
    }

    @Test
    void nothing_offends_and_nothing_sounds_like_another() {
        assertThat(words).doesNotContainAnyElementsOf(BANNED);
        for (List<String> same : HOMOPHONES) {
            assertThat(same.stream().filter(words::contains)).hasSizeLessThan(2);
        }
    }

    @Test
    void the_words_of_the_examples_are_in_the_list() {
        assertThat(words).contains("amber", "lantern", "sunset");
    }

    @Test
    void the_list_on_the_class_path_is_this_list() throws IOException {
        try (var stream = WordListTest.class.getResourceAsStream("/dev/parley/words.txt")) {
            assertThat(stream).isNotNull();
            assertThat(new String(stream.readAllBytes(), StandardCharsets.US_ASCII).lines())
                    .containsExactlyElementsOf(words);
        }
    }

    @Test
    void the_distance_counts_inserted_deleted_and_changed_letters() {
        assertThat(distance("kitten", "sitting")).isEqualTo(3);
        assertThat(distance("", "abc")).isEqualTo(3);
        assertThat(distance("river", "river")).isZero();
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}

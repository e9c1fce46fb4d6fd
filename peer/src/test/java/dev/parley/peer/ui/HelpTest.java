package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.Typed;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpTest {
    private static final List<Texts> LANGUAGES =
            List.of(new Texts(Locale.ENGLISH), new Texts(Texts.named("pt_BR").orElseThrow()));

    @ParameterizedTest
    @EnumSource(Typed.Command.class)
    void every_command_has_help_in_every_language_under_each_of_its_names(Typed.Command command) {
        for (Texts texts : LANGUAGES) {
            Help help = new Help(texts);
            String first = command.names().get(0);
            assertThat(texts.get("help." + first)).startsWith("/" + first).contains("  ");
            for (String name : command.names()) {
                assertThat(help.about(name)).isEqualTo(help.about("/" + first)).isPresent();
            }
            assertThat(help.about("").orElseThrow())
                    .anyMatch(line -> line.matches("/" + first + "( .*|$)") && line.length() <= 100);
        }
    }

    @Test
    void every_topic_has_help_in_every_language_and_others_have_none() {
        for (Texts texts : LANGUAGES) {
            Help help = new Help(texts);
            for (String topic : Help.TOPICS) {
                assertThat(help.about(topic).orElseThrow()).hasSizeGreaterThan(1);
                assertThat(help.about("").orElseThrow()).last().asString().contains(topic);
            }
            assertThat(help.about("xyzzy")).isEmpty();
        }
    }

    @Test
    void what_people_type_who_know_other_chats_is_understood_if_nothing_else_stands_there() {
        assertThat(Typed.parse("<exit chat>")).isEqualTo(new Typed.Do(Typed.Command.QUIT, ""));
        assertThat(Typed.parse("!users ")).isEqualTo(new Typed.Do(Typed.Command.WHO, ""));
        assertThat(Typed.parse("!help")).isEqualTo(new Typed.Do(Typed.Command.HELP, ""));
        for (String text :
                List.of("<exit chat> is what I typed", "!users are many", "!!", "!x", "<exit", "a <exit chat>")) {
            assertThat(Typed.parse(text)).isEqualTo(new Typed.Say(text));
        }
    }
}

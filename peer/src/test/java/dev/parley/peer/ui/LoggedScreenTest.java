package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.Transcripts.Kind;
import dev.parley.peer.ui.Transcripts.Opening;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written down of a room, and how a person says so. */
class LoggedScreenTest {
    private static final String TIME = "2026-11-21T20:15:30Z";

    private final Texts texts = new Texts(Locale.ENGLISH);
    private final RecordingScreen screen = new RecordingScreen(true);
    private final LoggedScreen logged = new LoggedScreen(screen, texts, () -> Instant.parse(TIME));
    private final ChatView view = new ChatView(logged, texts, "482135", "olga", Optional.empty());
    private final Map<String, List<String>> disk = new HashMap<>();
    private boolean diskIsFull;
    private final LogCommands commands = new LogCommands(logged, texts, (name, append) -> {
        if (disk.containsKey(name) && !append) {
            return Opening.not(Kind.OURS);
        }
        disk.computeIfAbsent(name, fresh -> new ArrayList<>());
        return new Opening(Kind.OPEN, Optional.of(new MemoryTranscript(name)));
    });

    private final class MemoryTranscript implements Transcripts.Transcript {
        private final String name;

        MemoryTranscript(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void add(String record) throws IOException {
            if (diskIsFull) {
                throw new IOException("No space left on device");
            }
            disk.get(name).add(record);
        }

        @Override
        public void close() {}
    }

    private void receive(String text) {
        view.on(new RoomEvent.Received(new dev.parley.peer.chat.Message.Text(Untrusted.of(text)), false));
    }

    private void join(String name) {
        dev.parley.crypto.SafetyNumber number = TestRoom.anyNumber();
        view.on(new RoomEvent.Joined(Untrusted.of(name), Trust.VERIFIED, number, number));
    }

    @Test
    void nothing_is_written_before_the_person_says_so_and_that_is_said_loudly() throws Exception {
        join("jon");
        receive("before");
        commands.log("on talk.txt");
        receive("while");
        commands.log("off");
        receive("after");
        assertThat(screen.told).anyMatch(line -> line.startsWith("WRITING THIS ROOM TO talk.txt: plain text"));
        assertThat(disk.get("talk.txt"))
                .containsExactly(TIME + " - " + texts.get("log.started", "talk.txt"), TIME + " < jon: while");
    }

    @Test
    void own_lines_are_written_with_what_became_of_them() throws Exception {
        join("jon");
        commands.log("on talk.txt");
        view.said(1, "hello", false);
        view.on(new RoomEvent.StateChanged(1, MessageState.DELIVERED));
        assertThat(disk.get("talk.txt")).last().isEqualTo(TIME + " > olga> hello  ✓ delivered");
    }

    @Test
    void the_line_over_the_typing_line_says_it_all_the_time() throws Exception {
        join("jon");
        assertThat(screen.status).doesNotContain("LOGGING");
        commands.log("on talk.txt");
        assertThat(screen.status).endsWith("LOGGING");
        receive("x");
        assertThat(screen.status).endsWith("LOGGING");
        commands.log("");
        assertThat(screen.told).last().asString().startsWith("WRITING THIS ROOM TO talk.txt");
        commands.log("off");
        assertThat(screen.status).doesNotContain("LOGGING");
        commands.log("");
        assertThat(screen.told).last().isEqualTo(texts.get("log.off"));
    }

    @Test
    void TT_14_no_text_of_theirs_begins_a_record_or_looks_like_one_of_ours() throws Exception {
        join("olga> yes  ✓ delivered");
        commands.log("on talk.txt");
        receive("one\n" + TIME + " > olga> forged\r" + TIME + " - x\u2028" + TIME + " y\u0085z\u001b[2J");
        List<String> records = disk.get("talk.txt");
        assertThat(records).allMatch(record -> record.matches("\\Q" + TIME + "\\E [<>-] [^\\p{Cntrl}\\u2028\\u2029]*"));
        assertThat(records.subList(1, records.size())).hasSize(2).allMatch(record -> record.startsWith(TIME + " < "));
    }

    @Test
    void a_break_in_a_line_of_our_own_making_is_escaped_too() throws Exception {
        commands.log("on talk.txt");
        logged.tell(Line.note("a\nb"));
        assertThat(disk.get("talk.txt")).last().isEqualTo(TIME + " - a\\u{a}b");
    }

    @Test
    void a_full_disk_is_told_once_and_the_room_goes_on() throws Exception {
        join("jon");
        commands.log("on talk.txt");
        diskIsFull = true;
        receive("one");
        receive("two");
        assertThat(screen.told)
                .filteredOn(line -> line.contains("nothing more is written"))
                .hasSize(1);
        assertThat(screen.told).contains("jon: one", "jon: two");
        assertThat(screen.status).doesNotContain("LOGGING");
    }

    @Test
    void a_file_of_ours_is_gone_on_with_only_after_a_question() throws Exception {
        disk.put("talk.txt", new ArrayList<>(List.of("earlier")));
        screen.answers.add("no");
        commands.log("on talk.txt");
        receive("not written");
        assertThat(disk.get("talk.txt")).containsExactly("earlier");
        screen.answers.add("yes");
        commands.log("on talk.txt");
        assertThat(disk.get("talk.txt")).hasSize(2).first().isEqualTo("earlier");
    }

    @Test
    void bad_arguments_are_told() throws Exception {
        for (String bad : new String[] {"on", "offf", "off talk.txt", "talk.txt"}) {
            commands.log(bad);
            assertThat(screen.told).last().as(bad).isEqualTo(texts.get("log.usage"));
        }
        new LogCommands(logged, texts, Transcripts.none()).log("on x");
        assertThat(screen.told).last().isEqualTo(texts.get("log.not.NOTHING_WRITTEN"));
        assertThat(disk).isEmpty();
    }
}

package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Trust;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatViewTest {
    private final Texts texts = new Texts(Locale.ENGLISH);
    private final RecordingScreen screen = new RecordingScreen(true);
    private final ChatView view = new ChatView(screen, texts, "482135", "olga", Optional.empty());

    @Test
    void that_nobody_hears_us_is_said_once_per_absence() {
        view.on(new RoomEvent.Waiting());
        view.said(1, "one", false);
        view.said(2, "two", false);
        assertThat(screen.told).filteredOn(texts.get("line.waits")::equals).hasSize(1);
        view.on(new RoomEvent.Resumed());
        view.said(3, "three", false);
        assertThat(screen.told).filteredOn(texts.get("line.waits")::equals).hasSize(1);
        view.on(new RoomEvent.Offline(true, 3));
        view.said(4, "four", false);
        view.said(5, "five", false);
        assertThat(screen.told).filteredOn(texts.get("line.waits")::equals).hasSize(2);
    }

    @Test
    void the_label_is_the_name_that_the_room_is_saved_under() {
        view.on(new RoomEvent.Waiting());
        assertThat(screen.status).startsWith("[482135 ");
        view.relabelled("garden");
        assertThat(screen.status).startsWith("[garden ");
    }

    private void join(String name) {
        SafetyNumber number = TestRoom.anyNumber();
        view.on(new RoomEvent.Joined(Untrusted.of(name), Trust.VERIFIED, number, number));
    }

    @Test
    void TT_06_the_same_name_is_told_apart_whoever_took_it_and_whatever_letters_it_is_made_of() {
        join("jon");
        assertThat(view.theirName()).isEqualTo("jon");
        view.renamed("jon");
        assertThat(view.theirName()).isEqualTo("jon(2)");
        view.renamed("olga");
        assertThat(view.theirName()).isEqualTo("jon");
        view.on(new RoomEvent.Received(new Message.Nick(Untrusted.of("OLGA")), false));
        assertThat(view.theirName()).isEqualTo("OLGA(2)");
        view.on(new RoomEvent.Received(new Message.Nick(Untrusted.of("0lga")), false));
        assertThat(view.theirName()).isEqualTo("0lga(2)");
        view.renamed("cop");
        // All Cyrillic, so that no letter of it is shown as an escape.
        view.on(new RoomEvent.Received(new Message.Nick(Untrusted.of("\u0441\u043e\u0440")), false));
        assertThat(view.theirName()).endsWith("(2)");
    }

    @Test
    void a_name_that_the_person_blocks_is_not_shown() {
        view.blocks(new BlockedNames(List.of("spam bot", " eggs ")));
        join("Spam-Bot");
        assertThat(view.theirName()).isEqualTo(BlockedNames.WITHHELD);
        view.on(new RoomEvent.Received(new Message.Nick(Untrusted.of("\u0435ggs")), false));
        assertThat(screen.told).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("spam"));
        view.on(new RoomEvent.Received(new Message.Nick(Untrusted.of("jon")), false));
        assertThat(view.theirName()).isEqualTo("jon");
        assertThat(view.isBlockedName("EGGS")).isTrue();
    }

    @Test
    void a_passphrase_that_failed_is_not_called_a_code() {
        view.on(new RoomEvent.PassphraseFailed());
        assertThat(screen.told).noneMatch(line -> line.contains("code")).anyMatch(line -> line.contains("passphrase"));
    }
}

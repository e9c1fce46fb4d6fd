package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.room.RoomEvent;
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

    @Test
    void a_passphrase_that_failed_is_not_called_a_code() {
        view.on(new RoomEvent.PassphraseFailed());
        assertThat(screen.told).noneMatch(line -> line.contains("code")).anyMatch(line -> line.contains("passphrase"));
    }
}

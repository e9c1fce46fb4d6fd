package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Identity;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEffect;
import dev.parley.peer.room.RoomSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other windows know of a room that one window has open. */
class RoomsInUseTest {
    @TempDir
    private Path folder;

    private SavedRooms here;
    private SavedRooms there;
    private DiskKeeper keeper;

    @BeforeEach
    void open() throws Exception {
        here = SavedRooms.open(folder.resolve("parley"), Randomness.system());
        there = SavedRooms.open(folder.resolve("parley"), Randomness.system());
        keeper = new DiskKeeper(
                here::create,
                new DiskKeeper.Template(Optional.empty(), "garden", "relay.example.org:4433", "olga", false),
                name -> here.nameProblem(name, ""));
        RoomSettings settings = new RoomSettings(
                RoomName.roomId("garden"),
                Side.SYMMETRIC,
                Identity.generate(Randomness.system()),
                Optional.empty(),
                Untrusted.of("olga"));
        for (RoomEffect effect : new RoomClient(settings, Randomness.system()).start(0)) {
            if (effect instanceof RoomEffect.Save save) {
                keeper.save(save.record());
            }
        }
        keeper.met("jon");
        assertThat(keeper.commit()).isEmpty();
    }

    private SavedRooms.Entry only() throws StateException {
        assertThat(there.list()).hasSize(1);
        return there.list().get(0);
    }

    @Test
    void its_name_and_who_was_met_are_known_and_it_is_not_taken_for_one_that_was_left() throws Exception {
        assertThat(keeper.save("work", Optional.empty())).isEmpty();
        assertThat(only().name()).isEqualTo("work");
        assertThat(only().listing().isInUse()).isTrue();
        assertThat(only().isLeft()).isFalse();
        assertThat(only().room().orElseThrow().theirName()).isEqualTo("jon");
        assertThatThrownBy(() -> there.take(there.require("work")))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("that room is open in another window");
    }

    @Test
    void its_name_is_taken_for_others_and_not_for_itself() throws Exception {
        assertThat(keeper.save("work", Optional.empty())).isEmpty();
        assertThat(there.nameProblem("Work", "")).contains("another room is saved under that name");
        assertThat(keeper.save("WORK", Optional.empty())).isEmpty();
        assertThat(only().name()).isEqualTo("WORK");
    }

    @Test
    void behind_a_passphrase_nothing_of_it_is_known() throws Exception {
        Secret passphrase = RoomName.passphrase("amber lantern");
        assertThat(keeper.save("work", Optional.of(passphrase))).isEmpty();
        assertThat(only().room()).isEmpty();
        assertThat(only().name()).isEqualTo(only().listing().id());
    }
}

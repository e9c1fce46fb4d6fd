package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.RoomFolder.Listing;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomFolderTest {
    private static final byte[] CONTENT = "what is remembered".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private StateFolder state;

    @BeforeEach
    void open() throws StoreException {
        state = StateFolder.open(temp.resolve("parley"), Randomness.system());
    }

    private Path room(String id) {
        return temp.resolve("parley").resolve("rooms").resolve(id);
    }

    @Test
    void record_and_journal_outlive_the_program() throws StoreException {
        String id;
        try (RoomFolder room = state.create()) {
            id = room.id();
            assertThat(room.readRecord()).isEmpty();
            room.writeRecord(CONTENT);
            room.journal().append(new byte[] {1});
            room.journal().append(new byte[] {2});
            room.journal().commit();
            room.journal().append(new byte[] {3});
        }
        state.close();
        try (StateFolder again = StateFolder.open(temp.resolve("parley"), Randomness.system());
                RoomFolder room = again.open(id, Optional.empty())) {
            assertThat(room.readRecord()).contains(CONTENT);
            assertThat(room.journal().takeEntries()).containsExactly(new byte[] {1}, new byte[] {2});
            assertThat(room.journal().damage()).isEqualTo(Damage.NONE);
        }
    }

    @Test
    void a_room_is_in_use_once() throws StoreException {
        RoomFolder room = state.create();
        assertThat(state.rooms()).containsExactly(new Listing(room.id(), true, false));
        Stores.assertRefused(Reason.IN_USE, () -> state.open(room.id(), Optional.empty()));
        StateFolder other = StateFolder.open(temp.resolve("parley"), Randomness.system());
        Stores.assertRefused(Reason.IN_USE, () -> other.open(room.id(), Optional.empty()));
        room.close();
        room.close();
        assertThat(other.rooms()).containsExactly(new Listing(room.id(), false, false));
        other.open(room.id(), Optional.empty()).close();
    }

    @Test
    void a_passphrase_is_needed_from_then_on_and_every_wrong_one_is_refused_alike() throws StoreException {
        RoomFolder room = state.create();
        room.writeRecord(CONTENT);
        room.protect(RoomName.passphrase(" tulip\u00a0"));
        assertThat(room.isProtected()).isTrue();
        room.close();
        assertThat(state.rooms()).containsExactly(new Listing(room.id(), false, true));
        for (Optional<Secret> wrong : List.of(
                Optional.<Secret>empty(),
                Optional.of(RoomName.passphrase("")),
                Optional.of(RoomName.passphrase("Tulip")))) {
            Stores.assertRefused(Reason.WRONG_PASSPHRASE, () -> state.open(room.id(), wrong));
        }
        try (RoomFolder again = state.open(room.id(), Optional.of(RoomName.passphrase("tulip")))) {
            assertThat(again.readRecord()).contains(CONTENT);
            again.protect(RoomName.passphrase("rose"));
        }
        Stores.assertRefused(
                Reason.WRONG_PASSPHRASE, () -> state.open(room.id(), Optional.of(RoomName.passphrase("tulip"))));
        state.open(room.id(), Optional.of(RoomName.passphrase("rose"))).close();
    }

    @Test
    void the_passphrase_alone_opens_nothing() throws Exception {
        RoomFolder room = state.create();
        room.protect(RoomName.passphrase("tulip"));
        room.close();
        Path key = temp.resolve("parley").resolve("key");
        byte[] own = Files.readAllBytes(key);
        Files.delete(key);
        Stores.assertRefused(Reason.BAD_KEY_FILE, () -> StateFolder.open(temp.resolve("parley"), Randomness.system()));
        assertThat(key).as("a new key would open nothing").doesNotExist();
        Files.write(key, own);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        own[0] ^= 1;
        Files.write(key, own);
        StateFolder otherKey = StateFolder.open(temp.resolve("parley"), Randomness.system());
        Stores.assertRefused(
                Reason.WRONG_PASSPHRASE, () -> otherKey.open(room.id(), Optional.of(RoomName.passphrase("tulip"))));
    }

    @Test
    void TL_03_a_deleted_room_leaves_no_file() throws StoreException {
        RoomFolder room = state.create();
        room.writeRecord(CONTENT);
        room.journal().append(CONTENT);
        room.journal().commit();
        room.delete();
        assertThat(room(room.id())).doesNotExist();
        assertThat(state.rooms()).isEmpty();
        Stores.assertRefused(Reason.NOT_THERE, () -> state.open(room.id(), Optional.empty()));
        assertThatIllegalStateException().isThrownBy(room::readRecord);
        assertThatIllegalStateException().isThrownBy(() -> room.journal().append(CONTENT));
        room.close();
    }

    @Test
    void TL_03_no_file_of_a_room_holds_its_text() throws Exception {
        try (RoomFolder room = state.create()) {
            room.writeRecord(CONTENT);
            room.writeRecord(CONTENT);
            room.journal().append(CONTENT);
            room.journal().commit();
            room.journal().rewrite(List.of(CONTENT));
            assertThat(Stores.names(room(room.id()))).containsExactly("journal", "lock", "record", "roomkey");
            for (String name : Stores.names(room(room.id()))) {
                String bytes = Files.readString(room(room.id()).resolve(name), StandardCharsets.ISO_8859_1);
                assertThat(bytes).doesNotContain("what is").doesNotContain("remembered");
            }
        }
    }

    @Test
    void TL_01_whatever_is_no_id_is_not_there() throws Exception {
        String id = state.create().id();
        Files.createDirectory(temp.resolve("elsewhere"));
        for (String no : List.of(
                "",
                ".",
                "..",
                "../key",
                "../../elsewhere",
                id + "/",
                id + "\0",
                id.toUpperCase(Locale.ROOT) + "X",
                "/etc",
                id + "0",
                "0".repeat(100_000),
                "\n" + id,
                id + "\n",
                "rooms/" + id)) {
            Stores.assertRefused(Reason.NOT_THERE, () -> state.open(no, Optional.empty()));
        }
    }

    @Test
    void TL_01_a_linked_room_or_file_is_refused() throws Exception {
        RoomFolder room = state.create();
        room.close();
        Path moved = temp.resolve("moved");
        Files.move(room(room.id()), moved);
        Files.createSymbolicLink(room(room.id()), moved);
        Stores.assertRefused(Reason.SYMLINK, () -> state.open(room.id(), Optional.empty()));
        assertThat(state.rooms()).isEmpty();
        Files.delete(room(room.id()));
        Files.move(moved, room(room.id()));
        for (String name : List.of("record", "journal", "roomkey")) {
            Path file = room(room.id()).resolve(name);
            Path target = temp.resolve(name);
            if (Files.exists(file)) {
                Files.move(file, target);
            }
            Files.createSymbolicLink(file, target);
        }
        Stores.assertRefused(Reason.SYMLINK, () -> state.open(room.id(), Optional.empty()));
        Files.delete(room(room.id()).resolve("roomkey"));
        Files.move(temp.resolve("roomkey"), room(room.id()).resolve("roomkey"));
        try (RoomFolder again = state.open(room.id(), Optional.empty())) {
            Stores.assertRefused(Reason.SYMLINK, again::readRecord);
            Stores.assertRefused(Reason.SYMLINK, again::journal);
        }
    }

    @Test
    void no_file_opens_in_another_room() throws Exception {
        RoomFolder one = state.create();
        RoomFolder other = state.create();
        one.writeRecord(CONTENT);
        one.journal().append(CONTENT);
        one.journal().commit();
        Files.copy(room(one.id()).resolve("record"), room(other.id()).resolve("record"));
        Files.copy(room(one.id()).resolve("journal"), room(other.id()).resolve("journal"));
        Stores.assertRefused(Reason.DAMAGED, other::readRecord);
        assertThat(other.journal().takeEntries()).isEmpty();
        assertThat(other.journal().damage()).isEqualTo(new Damage(Damage.Tail.WHOLE, 1));
        other.close();
        Files.delete(room(other.id()).resolve("roomkey"));
        Files.copy(room(one.id()).resolve("roomkey"), room(other.id()).resolve("roomkey"));
        Stores.assertRefused(Reason.DAMAGED, () -> state.open(other.id(), Optional.empty()));
        one.close();
    }

    @Test
    void what_a_crash_left_of_a_room_goes_when_the_next_one_is_made() throws Exception {
        RoomFolder room = state.create();
        room.writeRecord(CONTENT);
        room.close();
        Files.delete(room(room.id()).resolve("roomkey"));
        assertThat(state.rooms()).isEmpty();
        Stores.assertRefused(Reason.NOT_THERE, () -> state.open(room.id(), Optional.empty()));
        RoomFolder next = state.create();
        assertThat(Stores.names(temp.resolve("parley").resolve("rooms"))).containsExactly(next.id());
        next.close();
    }

    @Test
    void a_room_full_of_nonsense_is_not_in_the_way_of_others() throws Exception {
        for (String nonsense : List.of("lock", "roomkey")) {
            Path room = Files.createDirectory(room(nonsense.equals("lock") ? "00000001" : "00000002"));
            Files.createDirectories(room.resolve(nonsense).resolve("deep"));
        }
        Files.createFile(room("00000003"));
        Files.createDirectory(room("not a room"));
        RoomFolder room = state.create();
        assertThat(state.rooms())
                .contains(new Listing(room.id(), true, false), new Listing("00000002", false, false))
                .hasSize(2);
        Stores.assertRefused(Reason.DAMAGED, () -> state.open("00000002", Optional.empty()));
        Stores.assertRefused(Reason.NOT_THERE, () -> state.open("00000003", Optional.empty()));
        room.delete();
    }

    @Test
    void TX_09_a_record_has_a_bound() throws Exception {
        try (RoomFolder room = state.create()) {
            room.writeRecord(new byte[RoomFolder.MAX_RECORD_BYTES]);
            Stores.assertRefused(Reason.TOO_LARGE, () -> room.writeRecord(new byte[RoomFolder.MAX_RECORD_BYTES + 1]));
            assertThat(room.readRecord()).contains(new byte[RoomFolder.MAX_RECORD_BYTES]);
            Files.write(room(room.id()).resolve("record"), new byte[RoomFolder.MAX_RECORD_BYTES + 100]);
            Stores.assertRefused(Reason.TOO_LARGE, room::readRecord);
        }
    }

    @Test
    void TX_09_rooms_have_a_bound() throws Exception {
        Path rooms = temp.resolve("parley").resolve("rooms");
        for (int i = 0; i < StateFolder.MAX_ROOMS; i++) {
            Path room = Files.createDirectory(rooms.resolve(String.format("%08x", i)));
            Files.createFile(room.resolve("roomkey"));
        }
        Stores.assertRefused(Reason.TOO_LARGE, state::create);
        assertThat(state.rooms()).hasSize(StateFolder.MAX_ROOMS);
    }
}

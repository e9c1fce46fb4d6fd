package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.RoomFolder.Listing;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes and one state folder, some of which are killed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoreProcessTest {
    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void name() {
        folder = temp.resolve("parley");
    }

    private StateFolder open() throws StoreException {
        return StateFolder.open(folder, Randomness.system());
    }

    @Test
    void TL_01_the_umask_does_not_matter() throws Exception {
        for (String umask : List.of("umask 000", "umask 077")) {
            folder = temp.resolve(umask);
            try (StoreProcess other = StoreProcess.start(umask, "create", folder)) {
                assertThat(other.line()).isEqualTo("ready");
                other.go();
                assertThat(other.line()).matches("[0-9a-f]{8}");
            }
            int files = 0;
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.toList()) {
                    String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
                    assertThat(PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
                            .as("%s", path)
                            .isEqualTo(expected);
                    files++;
                }
            }
            assertThat(files).isEqualTo(9);
        }
    }

    @Test
    void processes_that_start_at_once_agree_on_one_key() throws Exception {
        List<StoreProcess> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(StoreProcess.start("true", "create", folder));
        }
        for (StoreProcess process : processes) {
            assertThat(process.line()).isEqualTo("ready");
        }
        for (StoreProcess process : processes) {
            process.go();
        }
        for (StoreProcess process : processes) {
            String id = process.line();
            try (RoomFolder room = awaitFree(id)) {
                assertThat(room.readRecord()).contains(Stores.entry(id));
            }
            process.close();
        }
    }

    /** The other process says its room's id before it lets go of it. */
    private RoomFolder awaitFree(String id) throws StoreException {
        while (true) {
            try {
                return open().open(id, Optional.empty());
            } catch (StoreException e) {
                assertThat(e.reason()).isEqualTo(Reason.IN_USE);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_room_that_another_process_has_is_in_use_until_that_process_ends() throws Exception {
        StateFolder state = open();
        RoomFolder room = state.create();
        room.close();
        try (StoreProcess other = StoreProcess.start("true", "hold", folder, room.id())) {
            assertThat(other.line()).isEqualTo("holds " + room.id());
            assertThat(state.rooms()).containsExactly(new Listing(room.id(), true, false));
            Stores.assertRefused(Reason.IN_USE, () -> state.open(room.id(), Optional.empty()));
            other.kill();
            assertThat(state.rooms()).containsExactly(new Listing(room.id(), false, false));
            state.open(room.id(), Optional.empty()).close();
        }
    }

    @Test
    void looking_at_our_own_room_does_not_let_go_of_it() throws Exception {
        StateFolder state = open();
        try (RoomFolder room = state.create()) {
            assertThat(state.rooms()).hasSize(1);
            Stores.assertRefused(Reason.IN_USE, () -> state.open(room.id(), Optional.empty()));
            state.create().delete();
            try (StoreProcess other = StoreProcess.start("true", "hold", folder, room.id())) {
                assertThat(other.line()).isEqualTo("IN_USE");
            }
        }
    }

    @Test
    void a_killed_process_loses_nothing_it_said_was_committed() throws Exception {
        Random random = Stores.seeded("kill");
        RoomFolder room = open().create();
        room.close();
        int told = 0;
        for (int run = 0; run < 4; run++) {
            try (StoreProcess other =
                    StoreProcess.start("true", "append", folder, room.id(), Long.toString(random.nextLong()))) {
                for (int lines = 1 + random.nextInt(60); lines > 0; lines--) {
                    told = Integer.parseInt(other.line());
                }
                other.kill();
                for (String line = other.line(); line != null; line = other.line()) {
                    told = Integer.parseInt(line);
                }
            }
            assertReadable(room.id(), told);
        }
    }

    @Test
    void a_process_that_may_write_no_more_keeps_what_it_committed() throws Exception {
        RoomFolder room = open().create();
        room.close();
        int told = 0;
        try (StoreProcess other = StoreProcess.start("ulimit -f 600", "append", folder, room.id(), "1")) {
            String line = other.line();
            while (!line.equals("DISK")) {
                told = Integer.parseInt(line);
                line = other.line();
            }
            other.kill();
        }
        assertThat(told).isPositive();
        assertReadable(room.id(), told);
    }

    private void assertReadable(String id, int told) throws StoreException {
        try (RoomFolder room = open().open(id, Optional.empty())) {
            assertThat(room.journal().damage().isLoss()).isFalse();
            List<byte[]> entries = room.journal().takeEntries();
            assertThat(entries).hasSizeGreaterThanOrEqualTo(told);
            for (int i = 0; i < entries.size(); i++) {
                assertThat(StoreProcess.index(entries.get(i))).isEqualTo(i);
            }
        }
    }
}

package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final long NOBODY = 65_534;

    @TempDir
    Path temp;

    private Path folder;
    private Path key;

    @BeforeEach
    void name() {
        folder = temp.resolve("deep").resolve("parley");
        key = folder.resolve("key");
    }

    private StateFolder open() throws StoreException {
        return StateFolder.open(folder, Randomness.system());
    }

    private void assertRefused(Reason reason, Path path) {
        assertThatThrownBy(this::open).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.path()).isEqualTo(path);
        });
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void the_default_path_follows_the_environment() {
        Path home = Path.of(System.getProperty("user.home"), ".local", "state", "parley");
        assertThat(StateFolder.defaultPath(Map.of("XDG_STATE_HOME", "/x/state")))
                .isEqualTo(Path.of("/x/state/parley"));
        assertThat(StateFolder.defaultPath(Map.of())).isEqualTo(home);
        assertThat(StateFolder.defaultPath(Map.of("XDG_STATE_HOME", ""))).isEqualTo(home);
        assertThat(StateFolder.defaultPath(Map.of("XDG_STATE_HOME", "relative")))
                .isEqualTo(home);
    }

    @Test
    void TL_01_folders_and_files_are_ours_alone() throws Exception {
        open().create().writeRecord(new byte[1]);
        assertThat(mode(temp.resolve("deep"))).isEqualTo("rwx------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("rooms"))).isEqualTo("rwx------");
        assertThat(mode(key)).isEqualTo("rw-------");
        assertThat(Stores.names(folder)).containsExactly("key", "lock", "rooms");
    }

    @Test
    void TL_01_a_folder_or_key_that_others_may_use_is_refused_and_left_as_it_is() throws Exception {
        open();
        for (String mode : List.of("rwxr-xr-x", "rwx--x---", "rwx-----x", "rwx-w----", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
            assertRefused(Reason.READABLE_BY_OTHERS, folder);
            assertThat(mode(folder)).isEqualTo(mode);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        for (String mode : List.of("rw-r--r--", "rw-r-----", "rw-----w-")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
            assertRefused(Reason.READABLE_BY_OTHERS, key);
            assertThat(mode(key)).isEqualTo(mode);
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        open();
    }

    @Test
    void TL_01_a_linked_folder_or_key_is_refused() throws Exception {
        open();
        Path moved = temp.resolve("moved");
        Files.move(key, moved);
        Files.createSymbolicLink(key, moved);
        assertRefused(Reason.SYMLINK, key);
        Files.delete(moved);
        assertRefused(Reason.SYMLINK, key);
        Files.delete(key);
        Files.move(folder, moved);
        Files.createSymbolicLink(folder, moved);
        assertRefused(Reason.SYMLINK, folder);
        Files.delete(moved.resolve("lock"));
        Files.delete(moved.resolve("rooms"));
        assertThat(Stores.names(moved)).isEmpty();
    }

    @Test
    void TL_01_a_key_file_that_is_no_key_is_refused_and_left_as_it_is() throws Exception {
        open();
        for (int length : new int[] {0, 1, 31, 33, 64, 1 << 20}) {
            Files.write(key, new byte[length]);
            assertRefused(Reason.BAD_KEY_FILE, key);
            assertThat(Files.size(key)).isEqualTo(length);
        }
        Files.delete(key);
        Files.createDirectory(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertRefused(Reason.BAD_KEY_FILE, key);
    }

    @Test
    void TL_01_a_folder_or_key_of_another_user_is_refused() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
        open();
        Files.setAttribute(key, "unix:uid", (int) NOBODY);
        assertRefused(Reason.OTHER_OWNER, key);
        Files.setAttribute(key, "unix:uid", 0);
        open();
        Files.setAttribute(folder, "unix:uid", (int) NOBODY);
        assertRefused(Reason.OTHER_OWNER, folder);
    }

    @Test
    void a_file_in_the_place_of_a_folder_is_refused() throws Exception {
        Files.createDirectories(folder.getParent());
        Files.createFile(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertRefused(Reason.DISK, folder);
        Files.delete(folder);
        Files.delete(folder.getParent());
        Files.createFile(folder.getParent());
        Stores.assertRefused(Reason.DISK, this::open);
    }

    @Test
    void a_file_system_without_permissions_is_taken_as_it_is() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(temp.resolve("a.zip"), Map.of("create", "true"))) {
            Path inside = zip.getPath("/deep/parley");
            Access.privateFolder(inside);
            Access.privateFolder(inside);
            Files.write(inside.resolve("key"), new byte[3]);
            Access.requirePrivateKey(inside.resolve("key"), inside, 3);
            Stores.assertRefused(Reason.BAD_KEY_FILE, () -> Access.requirePrivateKey(inside.resolve("key"), inside, 4));
            assertThat(Access.privateFile(inside)).isEmpty();
            WholeFile.syncFolder(inside.resolve("key"));
        }
    }

    @Test
    void openings_at_the_same_moment_agree_on_one_key() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                folder = temp.resolve("round" + round);
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<String>> ids = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Callable<String> opening = () -> {
                        start.await();
                        try (RoomFolder room = open().create()) {
                            return room.id();
                        }
                    };
                    ids.add(threads.submit(opening));
                }
                StateFolder state = open();
                for (Future<String> id : ids) {
                    state.open(id.get(), Optional.empty()).close();
                }
                assertThat(state.rooms()).hasSize(4);
            }
        } finally {
            threads.shutdown();
        }
    }
}

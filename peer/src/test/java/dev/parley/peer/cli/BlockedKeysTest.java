package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.primitive.Randomness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The block list on disk. */
class BlockedKeysTest {
    private static final IdentityKey ONE =
            Identity.generate(Randomness.system()).publicKey();
    private static final IdentityKey TWO =
            Identity.generate(Randomness.system()).publicKey();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("parley").resolve("blocked_keys");
    }

    private BlockedKeys keys() throws ConfigException {
        BlockedKeys keys = new BlockedKeys(Map.of("XDG_CONFIG_HOME", folder.toString()));
        keys.load();
        return keys;
    }

    @Test
    void a_blocked_key_is_known_in_the_next_run_and_by_the_name_it_was_met_under() throws Exception {
        assertThat(keys().add(ONE, "jon the 2nd")).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(ONE.pin().format() + " jon the 2nd\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        BlockedKeys again = keys();
        assertThat(again.has(ONE)).isTrue();
        assertThat(again.has(TWO)).isFalse();
        assertThat(again.lines()).containsExactly(KeyCommand.hex(ONE.pin()) + "  jon the 2nd");
        try (var files = Files.list(folder.resolve("parley"))) {
            assertThat(files).containsExactlyInAnyOrder(file, file.resolveSibling(".lock"));
        }
    }

    @Test
    void two_windows_add_to_the_same_list() throws Exception {
        BlockedKeys here = keys();
        BlockedKeys there = keys();
        here.add(ONE, "jon");
        there.add(TWO, "mara");
        assertThat(keys().has(ONE)).isTrue();
        assertThat(keys().has(TWO)).isTrue();
    }

    @Test
    void a_key_is_taken_off_by_its_name_or_its_first_digits_but_only_if_one_is_meant() throws Exception {
        BlockedKeys keys = keys();
        keys.add(ONE, "jon");
        keys.add(TWO, "jon");
        String digits = HexFormat.of().formatHex(ONE.pin().toByteArray());
        assertThat(keys.remove("jon")).isEqualTo(2);
        assertThat(keys.remove("mara")).isZero();
        assertThat(keys.remove(digits.substring(0, 7))).isZero();
        assertThat(keys.has(ONE)).isTrue();
        assertThat(keys.remove(KeyCommand.hex(ONE.pin()))).isEqualTo(1);
        assertThat(keys.remove("JON")).isEqualTo(1);
        assertThat(keys.lines()).isEmpty();
        assertThat(keys().has(TWO)).isFalse();
    }

    @Test
    void with_nothing_to_be_written_a_key_is_blocked_for_this_run() throws Exception {
        BlockedKeys keys = keys();
        keys.writeNothing();
        assertThat(keys.add(ONE, "jon")).isPresent();
        assertThat(keys.has(ONE)).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_file_that_is_not_exactly_a_block_list_is_refused() throws Exception {
        Files.createDirectories(file.getParent());
        String pin = ONE.pin().format();
        for (String bad : new String[] {
            pin + "\n",
            pin + " \n",
            pin.substring(1) + " jon\n",
            "# comment\n",
            pin + " jo\u001b[2Jn\n",
            pin + " " + "x".repeat(65) + "\n",
            pin + " jon\n" + pin + " jon\n",
            "\n"
        }) {
            Files.writeString(file, bad);
            assertThatThrownBy(this::keys)
                    .as(bad)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("line ");
        }
        Files.write(file, new byte[] {(byte) 0xC3, 0x28, '\n'});
        assertThatThrownBy(this::keys).isInstanceOf(ConfigException.class);
        Files.writeString(file, pin + " jon\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(this::keys).isInstanceOf(ConfigException.class).hasMessageContaining("change it");
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(this::keys).isInstanceOf(ConfigException.class).hasMessageContaining("no plain file");
    }
}

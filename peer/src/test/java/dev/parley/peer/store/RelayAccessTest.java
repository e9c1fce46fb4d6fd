package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayAccessTest {
    private static final byte[] TOKEN = "a token of thirty-two bytes, yes".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY =
            "an access key, much longer than that".repeat(30).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("parley");
    }

    private StateFolder open() throws StoreException {
        return StateFolder.open(folder(), Randomness.system());
    }

    @Test
    void tokens_and_keys_are_kept_per_relay_and_sealed() throws Exception {
        try (StateFolder state = open()) {
            RelayAccess access = state.relayAccess();
            assertThat(access.token("relay:1")).isEmpty();
            assertThat(access.keepKey("relay:1", KEY)).isEqualTo(KEY);
            access.keepToken("relay:1", TOKEN);
            access.keepToken("relay:2", new byte[] {2});
        }
        try (StateFolder state = open()) {
            RelayAccess access = state.relayAccess();
            assertThat(access.token("relay:1")).contains(TOKEN);
            assertThat(access.key("relay:1")).contains(KEY);
            assertThat(access.token("relay:2")).contains(new byte[] {2});
            assertThat(access.key("relay:2")).isEmpty();
            access.keepToken("relay:1", new byte[] {3});
            assertThat(access.token("relay:1")).contains(new byte[] {3});
        }
        Path file = folder().resolve("access");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("access key")
                .doesNotContain("relay:");
    }

    @Test
    void a_key_that_may_be_listed_somewhere_is_never_replaced() throws Exception {
        try (StateFolder state = open()) {
            state.relayAccess().keepKey("relay:1", KEY);
            assertThat(state.relayAccess().keepKey("relay:1", new byte[] {1})).isEqualTo(KEY);
        }
        Files.delete(folder().resolve("key"));
        Stores.assertRefused(Reason.BAD_KEY_FILE, this::open);
    }

    @Test
    void TR_06_whatever_is_in_the_file_is_read_or_refused() throws Exception {
        try (StateFolder state = open()) {
            state.relayAccess().keepToken("relay:1", TOKEN);
            Path file = folder().resolve("access");
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at++) {
                byte[] bent = good.clone();
                bent[at] ^= 1;
                Files.write(file, bent);
                Stores.assertRefused(Reason.DAMAGED, () -> state.relayAccess().token("relay:1"));
            }
            for (int length = 0; length < good.length; length++) {
                Files.write(file, java.util.Arrays.copyOf(good, length));
                Stores.assertRefused(Reason.DAMAGED, () -> state.relayAccess().token("relay:1"));
            }
            Files.write(file, new byte[4 << 20]);
            Stores.assertRefused(Reason.TOO_LARGE, () -> state.relayAccess().token("relay:1"));
        }
    }

    @Test
    void TX_09_relays_beyond_the_bound_are_refused_and_the_others_kept() throws Exception {
        try (StateFolder state = open()) {
            RelayAccess access = state.relayAccess();
            for (int i = 0; i < RelayAccess.MAX_RELAYS; i++) {
                access.keepToken("relay:" + i, TOKEN);
            }
            Stores.assertRefused(Reason.TOO_LARGE, () -> access.keepToken("one more", TOKEN));
            Stores.assertRefused(Reason.TOO_LARGE, () -> access.keepKey("relay:0", new byte[5_000]));
            assertThat(access.token("relay:255")).contains(TOKEN);
        }
    }
}

package dev.parley.relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.relay.admission.AddressPrefix;
import dev.parley.relay.admission.ListedKey;
import dev.parley.wire.AccessToken;
import dev.parley.wire.KeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in the files and flags of a relay: what its operator may say there, or one refusal that names the place. */
class ListsFuzzTest {
    private static final String TOKENS =
            "{\"version\": 1, \"tokens\": [{\"label\": \"anna\", \"sha256\": \"" + "0a".repeat(32)
                    + "\", \"expires\": \"2027-01-31T00:00:00Z\"}, {\"label\": \"b\", \"sha256\": \"" + "ff".repeat(32)
                    + "\"}]}";

    @TempDir
    static Path folder;

    static Stream<byte[]> files() {
        return Stream.of(
                        TOKENS,
                        TOKENS.replace("anna", "b"),
                        TOKENS.replace("Z\"", "\""),
                        "{\"listen\": [\"127.0.0.1:4433\"], \"maxRooms\": 10}",
                        "# who is not wanted\n10.0.0.0/8\n2001:db8::/32 # a block\n::ffff:1.2.3.4\n"
                                + KeyId.ofSpki(new byte[] {1}).format() + "\n",
                        "parley-rsa AAAA anna\n\n# nobody\n",
                        AccessToken.of(new byte[AccessToken.BYTES]).format())
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "10m")
    void TR_06_a_list_is_refused_or_read_the_same_when_written_again(byte[] bytes) throws IOException, ListException {
        Path file = Files.write(folder.resolve("list"), bytes);
        tokens(new TokenFile(file));
        keys(new KeyFile(file));
        denied(new DenyFile(file));
    }

    private static void tokens(TokenFile tokens) throws ListException {
        try {
            tokens.read()
                    .ifPresent(read ->
                            assertThat(read).allMatch(token -> !token.label().isEmpty()));
        } catch (ListException e) {
            assertThat(e).hasMessageContaining("list");
        }
    }

    private static void keys(KeyFile keys) throws ListException {
        try {
            keys.read()
                    .ifPresent(read -> assertThat(read)
                            .allMatch(key -> ListedKey.parse(key.format()).isPresent()));
        } catch (ListException e) {
            assertThat(e).hasMessageContaining("list");
        }
    }

    private static void denied(DenyFile denied) throws ListException {
        try {
            List<AddressPrefix> read = denied.read().addresses();
            assertThat(read)
                    .allMatch(prefix -> AddressPrefix.parse(prefix.format()).equals(Optional.of(prefix)));
        } catch (ListException e) {
            assertThat(e).hasMessageContaining("list");
        }
    }

    static Stream<byte[]> settings() {
        return Stream.concat(
                files(), Stream.of(RelayFile.format(Settings.defaults()).getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("settings")
    @FuzzTest(maxDuration = "10m")
    void TR_06_a_configuration_is_refused_or_holds_only_what_its_keys_take(byte[] bytes) {
        try {
            RelayFile.parse(bytes)
                    .forEach((key, value) ->
                            assertThat(key.form().holds(value)).as(value).isTrue());
        } catch (ConfigException e) {
            assertThat(e).hasMessageContaining(RelayFile.NAME);
        }
    }

    static Stream<String> words() {
        return Stream.of(
                "10.0.0.0/8",
                "2001:db8::1",
                "::ffff:1.2.3.4/120",
                "1:2:3:4:5:6:7:8/64",
                AccessToken.of(new byte[AccessToken.BYTES]).format(),
                KeyId.ofSpki(new byte[] {1}).format(),
                "parley-rsa " + Base64.getEncoder().encodeToString(new byte[294]) + " x");
    }

    @MethodSource("words")
    @FuzzTest(maxDuration = "10m")
    void a_word_of_a_list_is_refused_or_read_back_as_it_is_written(String text) {
        if (text == null) {
            return;
        }
        AddressPrefix.parse(text)
                .ifPresent(prefix ->
                        assertThat(AddressPrefix.parse(prefix.format())).contains(prefix));
        AccessToken.parse(text)
                .ifPresent(
                        token -> assertThat(AccessToken.parse(token.format())).contains(token));
        KeyId.parse(text).ifPresent(id -> assertThat(KeyId.parse(id.format())).contains(id));
        ListedKey.parse(text)
                .ifPresent(key -> assertThat(ListedKey.parse(key.format())).isPresent());
    }
}

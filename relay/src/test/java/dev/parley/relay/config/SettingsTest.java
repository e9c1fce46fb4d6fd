package dev.parley.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which origin wins, and which values go together. */
class SettingsTest {
    private static final Path FOLDER = Path.of("folder");

    @Test
    void a_flag_beats_the_environment_beats_the_file_beats_the_default() throws ConfigException {
        Settings settings = Settings.defaults()
                .with(Origin.FILE, Map.of(Key.MAX_ROOMS, "1", Key.NOTICE, "file", Key.PLAIN, "true"))
                .withEnvironment(Map.of(
                        "PARLEY_RELAY_MAX_ROOMS",
                        "2",
                        "PARLEY_RELAY_NOTICE",
                        "environment",
                        "PARLEY_RELAY_PORT",
                        "tcp:"))
                .with(Origin.FLAG, Map.of(Key.MAX_ROOMS, "3"));
        assertThat(settings.text(Key.MAX_ROOMS)).isEqualTo("3");
        assertThat(settings.origin(Key.MAX_ROOMS)).isEqualTo(Origin.FLAG);
        assertThat(settings.text(Key.NOTICE)).isEqualTo("environment");
        assertThat(settings.origin(Key.NOTICE)).isEqualTo(Origin.ENVIRONMENT);
        assertThat(settings.origin(Key.PLAIN)).isEqualTo(Origin.FILE);
        assertThat(settings.origin(Key.LISTEN)).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void an_error_names_the_place_where_the_value_was_written() {
        assertThatThrownBy(() -> Settings.defaults().withEnvironment(Map.of("PARLEY_RELAY_MAX_ROOMS", "many")))
                .hasMessageStartingWith("PARLEY_RELAY_MAX_ROOMS takes a whole number from 1 ");
        assertThatThrownBy(() -> Settings.defaults().with(Origin.FLAG, Map.of(Key.MAX_ROOMS, "many")))
                .hasMessageStartingWith("--max-rooms takes a whole number from 1 ");
    }

    @Test
    void an_admin_listener_beyond_loopback_needs_a_word_of_its_own() throws ConfigException {
        Settings open = Settings.defaults().with(Origin.FILE, Map.of(Key.ADMIN_LISTEN, "0.0.0.0:4434"));
        assertThatThrownBy(() -> RelayConfig.of(FOLDER, open))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("adminListen");
        Settings meant = open.with(Origin.FILE, Map.of(Key.ADMIN_BEYOND_LOOPBACK, "true"));
        assertThat(RelayConfig.of(FOLDER, meant).operation().admin()).isPresent();
        Settings off = Settings.defaults().with(Origin.FILE, Map.of(Key.ADMIN_LISTEN, ""));
        assertThat(RelayConfig.of(FOLDER, off).operation().admin()).isEmpty();
    }

    @Test
    void plain_tcp_is_for_loopback_or_by_choice() throws ConfigException {
        ListenAddress bare = ListenAddress.parse("h:1").orElseThrow();
        ListenAddress tls = ListenAddress.parse("tls://h:1").orElseThrow();
        RelayConfig.Listening normal =
                RelayConfig.of(FOLDER, Settings.defaults()).listening();
        assertThat(normal.isTls(bare, true)).isFalse();
        assertThat(normal.isTls(bare, false)).isTrue();
        assertThat(normal.isTls(tls, true)).isTrue();
        RelayConfig.Listening plain = RelayConfig.of(
                        FOLDER, Settings.defaults().with(Origin.FLAG, Map.of(Key.PLAIN, "true")))
                .listening();
        assertThat(plain.isTls(bare, false)).isFalse();
        assertThat(plain.isTls(tls, false)).isTrue();
    }

    @Test
    void defaults_make_a_whole_configuration() throws ConfigException {
        RelayConfig config = RelayConfig.of(FOLDER, Settings.defaults());
        assertThat(config.options()).isEqualTo(dev.parley.relay.net.RelayOptions.defaults());
        assertThat(config.listening().key()).isEqualTo(FOLDER.resolve("tls-key.pem"));
        assertThat(config.operation().admission()).isEqualTo(AdmissionChoice.AUTO);
    }
}

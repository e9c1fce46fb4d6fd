package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which peers name a relay. */
class RelayUrlTest {
    private static final String PIN = "0123456789abcdefghijklmnopqrstuvwxyzABCDE-_";

    @Test
    void each_form_says_host_port_and_transport() {
        assertThat(RelayUrl.parse("parley://relay.example.org#pin=" + PIN))
                .contains(new RelayUrl("relay.example.org", 4433, true, Optional.of(PIN)));
        assertThat(RelayUrl.parse("parley://[2001:db8::1]:443"))
                .contains(new RelayUrl("2001:db8::1", 443, true, Optional.empty()));
        assertThat(RelayUrl.parse("tcp://relay.example.org:1"))
                .contains(new RelayUrl("relay.example.org", 1, false, Optional.empty()));
        assertThat(RelayUrl.parse("relay.example.org"))
                .contains(new RelayUrl("relay.example.org", 4433, true, Optional.empty()));
        for (String loopback : new String[] {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"}) {
            assertThat(RelayUrl.parse(loopback))
                    .get()
                    .extracting(RelayUrl::isTls)
                    .isEqualTo(false);
            assertThat(RelayUrl.parse("parley://" + loopback))
                    .get()
                    .extracting(RelayUrl::isTls)
                    .isEqualTo(true);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "parley://",
                "http://relay.example.org",
                "relay.example.org:",
                "relay.example.org:0",
                "relay.example.org:65536",
                "parley://relay.example.org#pin=short",
                "tcp://relay.example.org#pin=" + PIN,
                "parley://relay.example.org/482135-amber-lantern-sunset",
                "2001:db8::1"
            })
    void everything_else_is_no_address(String text) {
        assertThat(RelayUrl.parse(text)).isEmpty();
    }
}

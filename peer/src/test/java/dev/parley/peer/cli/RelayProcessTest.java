package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a relay that we start says of itself. */
class RelayProcessTest {
    private static final Pin PIN = Pin.ofSpki(new byte[] {1});
    private static final String READY = "parley-relay ready [0:0:0:0:0:0:0:0]:4433\n";

    @Test
    void a_relay_without_TLS_says_one_line() throws Exception {
        assertThat(announced(READY, Transport.PLAIN))
                .contains(new RelayAddress("0:0:0:0:0:0:0:0", 4433, Transport.PLAIN, Optional.empty()));
    }

    @Test
    void a_relay_with_TLS_says_its_key_behind_it_and_is_reached_by_every_address_of_the_machine() throws Exception {
        String url = "peer URL parley://192.0.2.1:4433#pin=" + PIN.format() + "\n";
        for (String said : new String[] {READY + url, READY + "also on 127.0.0.1:1\n" + url}) {
            assertThat(announced(said, Transport.TLS).orElseThrow().on("127.0.0.1"))
                    .isEqualTo(new RelayAddress("127.0.0.1", 4433).pinned(PIN));
        }
    }

    @Test
    void a_relay_that_says_something_else_or_nothing_did_not_start() throws Exception {
        for (String said : new String[] {
            "", "E_CANNOT_LISTEN\n", READY, READY + "peer URL parley://h\n", "parley-relay ready x y\n"
        }) {
            assertThat(announced(said, Transport.TLS)).as(said).isEmpty();
        }
    }

    private static Optional<RelayAddress> announced(String said, Transport spoken) throws IOException {
        return RelayProcess.announced(new BufferedReader(new StringReader(said)), spoken);
    }
}

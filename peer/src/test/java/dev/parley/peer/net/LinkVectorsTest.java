package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Pin;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md sections 2.1 and 4.4. */
class LinkVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors", "link");

    @Test
    void every_vector_of_a_link_or_an_address_has_its_outcome() throws IOException {
        List<VectorFile> vectors = VectorFile.readAll(VECTORS);
        int accepted = 0;
        for (VectorFile vector : vectors) {
            boolean accepts = vector.text("expect").equals("accept");
            accepted += accepts ? 1 : 0;
            if (vector.entries().stream().anyMatch(entry -> entry.key().equals("address"))) {
                address(vector, accepts);
            } else {
                link(vector, accepts);
            }
        }
        assertThat(accepted).isPositive();
        assertThat(vectors.size() - accepted).isGreaterThan(accepted);
    }

    private static void address(VectorFile vector, boolean accepts) {
        Optional<RelayAddress> read = RelayAddress.parse(text(vector, "address"));
        assertThat(read.isPresent()).as(vector.name()).isEqualTo(accepts);
        read.ifPresent(address -> {
            assertThat(address.transport().name().toLowerCase(Locale.ROOT))
                    .as(vector.name())
                    .isEqualTo(vector.text("transport"));
            assertThat(address.pin().map(Pin::format).orElse("-"))
                    .as(vector.name())
                    .isEqualTo(vector.text("pin"));
            where(vector, address);
        });
    }

    private static void link(VectorFile vector, boolean accepts) {
        String typed = text(vector, "link");
        if (!accepts) {
            assertThatThrownBy(() -> Invitation.parse(typed))
                    .as(vector.name())
                    .isInstanceOf(LinkException.class)
                    .hasMessage(vector.text("expect").replace("refuse ", ""));
            return;
        }
        Invitation read;
        try {
            read = Invitation.parse(typed);
        } catch (Exception e) {
            throw new AssertionError(vector.name(), e);
        }
        RelayAddress relay = read.relay().orElseThrow();
        assertThat(read.invite().format()).as(vector.name()).isEqualTo(vector.text("code"));
        assertThat(relay.pin().orElseThrow().format()).as(vector.name()).isEqualTo(vector.text("pin"));
        assertThat(relay.isTls()).as(vector.name()).isTrue();
        where(vector, relay);
        assertThat(Invitation.link(relay, read.invite()))
                .as(vector.name())
                .startsWith("parley://")
                .satisfies(link -> assertThat(Invitation.parse(link).relay()).contains(relay));
    }

    private static void where(VectorFile vector, RelayAddress address) {
        assertThat(address.host()).as(vector.name()).isEqualTo(vector.text("host"));
        assertThat(Integer.toString(address.port())).as(vector.name()).isEqualTo(vector.text("port"));
        assertThat(RelayAddress.parse(address.format())).as(vector.name()).contains(address);
    }

    private static String text(VectorFile vector, String key) {
        return vector.text(key).replaceAll("^\"|\"$", "").replace("\\t", "\t");
    }

    @Test
    void an_address_is_shown_as_short_as_it_can_be_typed() {
        for (String shortest : new String[] {
            "localhost:4433",
            "relay.example.org:4433",
            "tcp://relay.example.org:4433",
            "parley://localhost:4433",
            "[::1]:99",
            "tcp://[2001:db8::7]:1",
            "parley://relay.example.org:4433#pin=" + "A".repeat(43)
        }) {
            assertThat(RelayAddress.parse(shortest).orElseThrow().format()).isEqualTo(shortest);
        }
        assertThat(RelayAddress.parse("fe80::7%eth0").orElseThrow().format()).isEqualTo("[fe80::7%eth0]:4433");
    }

    @Test
    void a_code_alone_is_an_invitation_without_a_relay() throws Exception {
        Invitation spoken = Invitation.parse(" 482135 Amber lantern sunset ");
        assertThat(spoken.relay()).isEmpty();
        assertThat(spoken.invite().format()).isEqualTo("482135-amber-lantern-sunset");
    }
}

package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Any URL of a proxy, and any answers of one: it is asked for the relay by its name, or the reason why not is told. */
class SocksFuzzTest {
    private static final List<String> RELAYS =
            List.of("example.org", "abcdefghij234567.onion", "10.0.0.1", "[2001:db8::1]:7", "[::1]");
    private static final List<String> LOGINS = List.of("", "user:password@", "u\u00e9:p%40@", "x".repeat(200) + ":y@");

    @FuzzTest(maxDuration = "10m")
    void no_answer_of_a_proxy_does_more_than_end_the_try(FuzzedDataProvider data) throws IOException {
        SocksProxy.parse(data.consumeString(60));
        String url = (data.consumeBoolean() ? "socks5://" : "socks5h://")
                + LOGINS.get(data.consumeInt(0, LOGINS.size() - 1))
                + (data.consumeBoolean() ? "localhost" : "[::1]")
                + ":"
                + data.consumeInt(0, 70_000);
        Optional<SocksProxy> proxy = SocksProxy.parse(url);
        if (proxy.isEmpty()) {
            return;
        }
        SocksProxy used = data.consumeBoolean() ? proxy.get().isolated("circuit") : proxy.get();
        assertThat(used.toString()).doesNotContain("password").contains(used.place());
        RelayAddress relay = RelayAddress.parse(RELAYS.get(data.consumeInt(0, RELAYS.size() - 1)))
                .orElseThrow();
        byte[] answers = answers(used.hasLogin(), data);
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(answers);
        try {
            used.ask(new DataInputStream(in), asked, relay);
            assertThat(asked.toByteArray()).startsWith(5);
        } catch (ProxyException e) {
            assertThat(e.problem()).isNotNull();
        } catch (EOFException e) {
            assertThat(in.available()).isZero();
        }
    }

    /** What a proxy would say, up to where it goes wrong. */
    private static byte[] answers(boolean login, FuzzedDataProvider data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            switch (out.size()) {
                case 0 -> out.writeBytes(new byte[] {5, (byte) (login && data.consumeBoolean() ? 2 : 0)});
                case 2 -> out.writeBytes(login && out.toByteArray()[1] == 2 ? new byte[] {1, 0} : new byte[] {5, 0, 0});
                default -> out.writeBytes(new byte[] {5, 0, 0});
            }
        }
        out.writeBytes(data.consumeRemainingAsBytes());
        return out.toByteArray();
    }
}

package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words to a SOCKS 5 proxy (RFC 1928, RFC 1929), on real sockets. */
class SocksProxyTest {
    private static final int SILENCE_MILLIS = 20_000;
    private static final String ONION = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";

    private static ProxyProblem problem(RecordingSocks.Manners manners, SocksProxy... instead) throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RecordingSocks socks = new RecordingSocks(relay.getLocalPort(), manners);
                HeadSocket socket = new HeadSocket()) {
            SocksProxy proxy = instead.length > 0 ? instead[0] : socks.proxy();
            return catchThrowableOfType(
                            ProxyException.class,
                            () -> proxy.connect(
                                    socket, RelayAddress.parse("relay.example").orElseThrow(), SILENCE_MILLIS))
                    .problem();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "relay.invalid, 3, relay.invalid",
        ONION + ", 3, " + ONION,
        "192.0.2.7, 1, 192.0.2.7",
        "[2001:db8::7], 4, 2001:db8:0:0:0:0:0:7"
    })
    void a_name_goes_to_the_proxy_as_a_name_and_an_address_as_an_address(String host, int type, String told)
            throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RecordingSocks socks = new RecordingSocks(relay.getLocalPort(), RecordingSocks.Manners.open());
                HeadSocket socket = new HeadSocket()) {
            RelayAddress address = RelayAddress.parse(host + ":65000").orElseThrow();
            socks.proxy().isolated("room one").connect(socket, address, SILENCE_MILLIS);
            assertThat(socks.asked())
                    .containsExactly(new RecordingSocks.Asked("0002", "room one", "0", type, told, 65_000));
        }
    }

    @Test
    void what_the_proxy_says_is_no_word_of_the_relay() throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RecordingSocks socks = new RecordingSocks(relay.getLocalPort(), RecordingSocks.Manners.open());
                HeadSocket socket = new HeadSocket()) {
            socks.proxy().connect(socket, RelayAddress.parse("relay.example").orElseThrow(), SILENCE_MILLIS);
            try (java.net.Socket accepted = relay.accept()) {
                accepted.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 40});
                assertThat(socket.getInputStream().readNBytes(7)).hasSize(7);
                assertThat(socket.heardTls()).isTrue();
            }
        }
    }

    @Test
    void each_answer_of_a_proxy_has_its_reason_and_none_leads_around_it() throws Exception {
        Map.of(
                        1, ProxyProblem.FAILED,
                        2, ProxyProblem.NOT_ALLOWED,
                        3, ProxyProblem.NO_WAY,
                        4, ProxyProblem.NO_WAY,
                        5, ProxyProblem.REFUSED,
                        6, ProxyProblem.FAILED,
                        7, ProxyProblem.UNABLE,
                        8, ProxyProblem.UNABLE,
                        0xF0, ProxyProblem.FAILED)
                .forEach((reply, reason) -> {
                    try {
                        assertThat(problem(new RecordingSocks.Manners(methods -> 0, true, reply)))
                                .as("%d", reply)
                                .isEqualTo(reason);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(problem(new RecordingSocks.Manners(methods -> 0xFF, true, 0)))
                .isEqualTo(ProxyProblem.LOGIN);
        assertThat(problem(new RecordingSocks.Manners(methods -> 2, true, 0))).isEqualTo(ProxyProblem.LOGIN);
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        SocksProxy nobody = SocksProxy.parse("socks5://127.0.0.1:" + unused).orElseThrow();
        assertThat(problem(RecordingSocks.Manners.open(), nobody)).isEqualTo(ProxyProblem.UNREACHABLE);
    }

    @Test
    void a_wrong_login_and_a_web_server_are_told_apart() throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RecordingSocks socks =
                        new RecordingSocks(relay.getLocalPort(), new RecordingSocks.Manners(methods -> 2, false, 0));
                ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SocksProxy wrong = SocksProxy.parse("socks5://eve:guess@127.0.0.1:" + socks.port())
                    .orElseThrow();
            assertThat(problem(RecordingSocks.Manners.open(), wrong)).isEqualTo(ProxyProblem.LOGIN);
            Thread answering = new Thread(() -> {
                try (java.net.Socket accepted = web.accept()) {
                    accepted.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    accepted.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    // It has seen enough.
                }
            });
            answering.setDaemon(true);
            answering.start();
            SocksProxy http =
                    SocksProxy.parse("socks5://127.0.0.1:" + web.getLocalPort()).orElseThrow();
            assertThat(problem(RecordingSocks.Manners.open(), http)).isEqualTo(ProxyProblem.NOT_SOCKS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:9050",
                "http://127.0.0.1:9050",
                "socks4://127.0.0.1:9050",
                "socks5://127.0.0.1",
                "socks5://127.0.0.1:0",
                "socks5://127.0.0.1:65536",
                "socks5://user@127.0.0.1:9050",
                "socks5://:x@h:1",
                "socks5://u:@h:1",
                "socks5://h:1/path",
                "socks5://[::1:9050"
            })
    void what_is_no_proxy_is_none(String text) {
        assertThat(SocksProxy.parse(text)).isEmpty();
    }

    @Test
    void a_login_is_never_shown() {
        SocksProxy proxy = SocksProxy.parse("socks5h://olga:s3cret@[::1]:9050").orElseThrow();
        assertThat(proxy.hasLogin()).isTrue();
        assertThat(List.of(proxy.toString(), proxy.place()))
                .noneMatch(text -> text.contains("s3cret") || text.contains("olga"));
        assertThat(proxy.place()).isEqualTo("[::1]:9050");
        assertThat(proxy.isolated("other")).isSameAs(proxy);
    }
}

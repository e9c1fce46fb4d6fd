package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TR-15, the relay's half: whatever comes to a port that speaks TLS, TLS 1.3 or nothing is spoken, and the rooms go on. */
class TlsTest {
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;
    private static final int PATIENCE_MILLIS = 15_000;

    private LoopbackRelay relay;
    private SocketPeer[] pair;

    @BeforeEach
    void start() throws IOException {
        relay = new LoopbackRelay(LoopbackRelay.options(1), Optional.of(TestTls.shared()));
        pair = relay.pair(1);
    }

    @AfterEach
    void the_rooms_went_on() throws IOException {
        assertTalking(pair[0], pair[1]);
        assertThat(relay.stats().faults()).isZero();
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.1", "TLSv1"})
    void TR_15_older_versions_are_refused(String version) throws IOException {
        try (Socket raw = connect();
                SSLSocket client =
                        (SSLSocket) TestTls.shared().client().createSocket(raw, "relay.invalid", raw.getPort(), true)) {
            client.setEnabledProtocols(new String[] {version});
            assertThatThrownBy(client::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void TR_15_only_tls_1_3_is_agreed_on() throws IOException {
        try (Socket raw = connect();
                SSLSocket client =
                        (SSLSocket) TestTls.shared().client().createSocket(raw, "relay.invalid", raw.getPort(), true)) {
            client.startHandshake();
            assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void TR_15_a_client_hello_in_records_of_one_byte_is_understood() throws Exception {
        try (ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread there = new Thread(() -> tearFirstRecord(between));
            there.start();
            SocketPeer torn = new SocketPeer(
                    (InetSocketAddress) between.getLocalSocketAddress(),
                    0,
                    Optional.of(TestTls.shared().client()));
            assertThat(torn.welcomed()).isNotNull();
            torn.close();
            there.join();
        }
    }

    @Test
    void TR_15_a_handshake_message_of_16_mib_is_refused_at_its_length() throws IOException {
        byte[] start = HexFormat.of().parseHex("160301" + "0004" + "01ffffff");
        byte[] more = new byte[5 + 16_384];
        ByteBuffer.wrap(more).put((byte) HANDSHAKE).putShort((short) 0x0301).putShort((short) 16_384);
        try (Socket raw = connect()) {
            raw.getOutputStream().write(start);
            // The relay has closed before all of it is sent.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_024; i++) {
                            raw.getOutputStream().write(more);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void TR_15_frames_in_plain_are_answered_by_an_alert_and_the_end() throws IOException {
        try (Socket raw = connect()) {
            raw.getOutputStream().write(FrameCodec.encode(SocketPeer.claim(2, 1, Intent.OPEN)));
            assertThat(readToEnd(raw)).startsWith(ALERT);
        }
    }

    @Test
    void TR_15_who_says_nothing_is_gone_after_the_join_deadline() throws IOException {
        try (Socket raw = connect()) {
            relay.advance(11_000);
            assertThat(readToEnd(raw)).startsWith(ALERT);
        }
    }

    @Test
    void TR_15_random_bytes_end_only_their_connection() throws IOException {
        Random random = new Random(20261121);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(600)];
            random.nextBytes(noise);
            if (random.nextBoolean()) {
                noise[0] = HANDSHAKE;
            }
            try (Socket raw = connect()) {
                raw.getOutputStream().write(noise);
                raw.shutdownOutput();
                readToEnd(raw);
            }
        }
    }

    @Test
    void a_seat_that_ends_with_close_notify_alone_is_held_like_any_other() throws IOException {
        try (Socket raw = connect();
                SSLSocket client =
                        (SSLSocket) TestTls.shared().client().createSocket(raw, "relay.invalid", raw.getPort(), true)) {
            client.getOutputStream().write(FrameCodec.encode(SocketPeer.claim(7, 1, Intent.OPEN)));
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readNBytes(4 + in.readInt());
            client.shutdownOutput();
            in.readAllBytes();
        }
        SocketPeer joiner = relay.connect();
        assertThat(joiner.claim(SocketPeer.claim(7, 2, Intent.JOIN)))
                .isEqualTo(new RelayFrame.Seated(1, SeatState.HELD, 3));
    }

    private Socket connect() throws IOException {
        Socket raw =
                new Socket(InetAddress.getLoopbackAddress(), relay.address().getPort());
        raw.setSoTimeout(PATIENCE_MILLIS);
        return raw;
    }

    /** What comes before the end; a reset counts as one. */
    private static byte[] readToEnd(Socket raw) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream in = raw.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                read.write(b);
            }
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
        return read.toByteArray();
    }

    /** Passes one connection on to the relay, its first record torn into records of one byte each. */
    private void tearFirstRecord(ServerSocket between) {
        try (Socket client = between.accept();
                Socket server = connect()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = server.getOutputStream();
            Thread back = new Thread(() -> copy(server, client));
            back.start();
            byte[] header = in.readNBytes(3);
            for (byte b : in.readNBytes(in.readUnsignedShort())) {
                out.write(header);
                out.write(new byte[] {0, 1, b});
            }
            in.transferTo(out);
            server.shutdownOutput();
            back.join();
        } catch (IOException e) {
            throw new AssertionError("The way to the relay broke.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either end is gone.
        }
    }
}

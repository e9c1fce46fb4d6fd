package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Pin;
import dev.parley.peer.room.Outcome;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.wire.Envelope;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peer's half of TLS, on real sockets (PROTOCOL.md section 2.2). */
class TlsConnectionTest {
    private static final TestKey KEY = TestKey.fresh();
    private static final TestKey OTHER = TestKey.fresh();
    private static final int PATIENCE_SECONDS = 60;

    private Relay relay;
    private TlsFront front;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() throws Exception {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(1, 100, 100, ""),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        front = new TlsFront(KEY, relay.address().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
        relay.close();
    }

    /** What a connection reported, in order. */
    private static final class Heard implements RelayConnection.Listener {
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        @Override
        public void onOpened(Optional<Pin> shown) {
            events.add(shown);
        }

        @Override
        public void onFrame(RelayFrame frame) {
            events.add(frame);
        }

        @Override
        public void onWritten(int envelopeBytes) {
            // Not looked at.
        }

        @Override
        public void onLost(boolean broken) {
            events.add(broken ? "broken" : "lost");
        }

        @Override
        public void onRefused(Outcome why) {
            events.add(why);
        }

        Object next() throws InterruptedException {
            Object event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("nothing was reported").isNotNull();
            return event;
        }
    }

    private RelayConnection connect(RelayAddress address) {
        return connect(new KnownRelay(address, reached -> {}));
    }

    private RelayConnection connect(KnownRelay known) {
        RelayConnection connection = new RelayConnection(known, heard);
        connection.start();
        return connection;
    }

    private static RelayAddress tls(int port) {
        return RelayAddress.parse("parley://127.0.0.1:" + port).orElseThrow();
    }

    @Test
    void the_relay_with_the_pinned_key_is_heard_and_a_farewell_ends_cleanly() throws Exception {
        RelayConnection connection = connect(tls(front.port()).pinned(KEY.pin()));
        assertThat(heard.next()).isEqualTo(Optional.of(KEY.pin()));
        assertThat(heard.next()).isInstanceOf(RelayFrame.Welcome.class);
        connection.send(new PeerFrame.Ping(7));
        assertThat(heard.next()).isEqualTo(new RelayFrame.Pong(7));
        connection.finish();
        assertThat(heard.next()).isEqualTo("lost");
        assertThat(front.names()).as("an address is no name to ask for").isEmpty();
    }

    @Test
    void a_relay_that_is_not_known_yet_is_known_once_it_said_welcome() throws Exception {
        KnownRelay known = new KnownRelay(tls(front.port()), reached -> {});
        connect(known);
        assertThat(heard.next()).isEqualTo(Optional.of(KEY.pin()));
        assertThat(known.address().pin()).isEmpty();
        known.onWelcome(Optional.of(KEY.pin()));
        assertThat(known.address().pin()).contains(KEY.pin());
        assertThat(known.accepts(OTHER.pin())).isFalse();
    }

    @Test
    void TR_15_another_key_than_the_pinned_one_is_refused_before_a_byte_is_said() throws Exception {
        KnownRelay known = new KnownRelay(tls(front.port()).pinned(OTHER.pin()), reached -> {});
        connect(known);
        assertThat(heard.next()).isEqualTo(Outcome.RELAY_CHANGED);
        assertThat(known.refused()).contains(KEY.pin());
        assertThat(front.bytesTaken()).isZero();
    }

    @Test
    void TR_15_neither_dates_nor_names_count_beside_the_pin() throws Exception {
        TestKey expired = TestKey.expired();
        front.use(expired);
        connect(RelayAddress.parse("parley://localhost:" + front.port())
                .orElseThrow()
                .pinned(expired.pin()));
        assertThat(heard.next()).isEqualTo(Optional.of(expired.pin()));
    }

    @Test
    void TR_15_TLS_1_2_is_not_spoken() throws Exception {
        front.speakOnly("TLSv1.2");
        connect(tls(front.port()).pinned(KEY.pin()));
        assertThat(heard.next()).isEqualTo("broken");
    }

    @Test
    void TR_15_a_plain_relay_is_told_apart_and_nothing_falls_back_to_it() throws Exception {
        connect(tls(relay.address().getPort()).pinned(KEY.pin()));
        assertThat(heard.next()).isEqualTo(Outcome.RELAY_NOT_TLS);
        assertThat(heard.events).isEmpty();
    }

    @Test
    void TR_15_TLS_where_a_greeting_must_come_is_told_apart() throws Exception {
        try (ServerSocket server = answering(socket -> {
            socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 0x28});
            socket.getInputStream().readAllBytes();
        })) {
            connect(new RelayAddress("127.0.0.1", server.getLocalPort()));
            assertThat(heard.next()).isEqualTo(Optional.empty());
            assertThat(heard.next()).isEqualTo(Outcome.RELAY_IS_TLS);
        }
    }

    @Test
    void TR_15_a_handshake_message_of_16_MiB_is_refused_by_its_length() throws Exception {
        try (ServerSocket server = answering(socket -> {
            readClientHello(socket);
            OutputStream out = socket.getOutputStream();
            byte[] record = new byte[5 + 16_384];
            record[0] = 0x16;
            record[1] = 3;
            record[2] = 3;
            record[3] = 0x40;
            byte[] head = {2, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
            System.arraycopy(head, 0, record, 5, head.length);
            for (int i = 0; i < 1_024; i++) {
                out.write(record);
            }
            socket.getInputStream().readAllBytes();
        })) {
            connect(tls(server.getLocalPort()));
            assertThat(heard.next()).isEqualTo("broken");
        }
    }

    @Test
    void TR_15_what_is_no_TLS_at_all_is_no_relay() throws Exception {
        try (ServerSocket server = answering(socket -> {
            readClientHello(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        })) {
            connect(tls(server.getLocalPort()));
            assertThat(heard.next()).isEqualTo("broken");
        }
    }

    @Test
    void an_end_within_the_handshake_is_a_connection_that_was_not_made() throws Exception {
        try (ServerSocket server = answering(TlsConnectionTest::readClientHello)) {
            connect(tls(server.getLocalPort()));
            assertThat(heard.next()).isEqualTo("lost");
        }
    }

    @Test
    void silence_within_the_handshake_ends_it() throws Exception {
        try (ServerSocket server = answering(socket -> {
            readClientHello(socket);
            socket.getInputStream().readAllBytes();
        })) {
            KnownRelay known = new KnownRelay(tls(server.getLocalPort()), reached -> {});
            new RelayConnection(known, heard, 100).start();
            assertThat(heard.next()).isEqualTo("lost");
        }
    }

    @Test
    void closing_does_not_wait_for_a_relay_that_reads_nothing() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = answering(socket -> {
            SSLSocket secured = (SSLSocket) KEY.context().getSocketFactory().createSocket(socket, null, 0, true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            RelayConnection connection = connect(tls(server.getLocalPort()).pinned(KEY.pin()));
            assertThat(heard.next()).isEqualTo(Optional.of(KEY.pin()));
            for (int i = 0; i < 512; i++) {
                connection.send(new PeerFrame.Forward(Envelope.of(new byte[65_536])));
            }
            connection.finish();
            assertThat(heard.next()).isEqualTo("lost");
        } finally {
            over.countDown();
        }
    }

    private static void readClientHello(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readNBytes(3);
        in.readNBytes(in.readUnsignedShort());
    }

    interface Answer {
        void to(Socket socket) throws IOException;
    }

    private static ServerSocket answering(Answer answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TlsFront.start(() -> {
            try (Socket socket = server.accept()) {
                answer.to(socket);
            }
        });
        return server;
    }
}

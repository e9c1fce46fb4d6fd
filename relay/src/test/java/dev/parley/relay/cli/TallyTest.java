package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.log.LogLevel;
import dev.parley.relay.log.RelayLog;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatProof;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a relay logs of those whom it refuses. */
class TallyTest {
    private static final int REPORTS = 4;
    private static final int THREADS = 2;

    private final byte[] marker = new byte[32];
    private final List<Integer> ports = new ArrayList<>();

    @Test
    void TR_20_many_refusals_are_few_lines_and_name_nobody() throws Exception {
        assertFewLines(2_000);
    }

    @Tag("long")
    @Test
    void TR_20_a_hundred_thousand_refusals_are_few_lines_and_name_nobody() throws Exception {
        assertFewLines(100_000);
    }

    /** Each visitor is refused a RESUME and then a CLAIM. */
    private void assertFewLines(int refusals) throws Exception {
        Arrays.fill(marker, (byte) 0xAB);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Relay relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(1, 2_000, 10, ""),
                () -> 1_000)) {
            Tally tally = new Tally(relay.stats(), new RelayLog(out, LogLevel.INFO));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            for (int report = 0; report < REPORTS; report++) {
                int visits = refusals / 2 / REPORTS / THREADS;
                Callable<List<Integer>> visitor = () -> visit(relay.address(), visits);
                for (var visited : threads.invokeAll(List.of(visitor, visitor))) {
                    ports.addAll(visited.get());
                }
                tally.report();
                tally.report();
            }
            threads.shutdown();
        }
        String log = out.toString(StandardCharsets.UTF_8);
        assertThat(log.lines()).hasSize(REPORTS);
        assertThat(log.lines())
                .allMatch(line -> line.contains("{\"ROOM_UNAVAILABLE\":\"" + refusals / REPORTS + "\"}"));
        assertThat(log)
                .doesNotContain("127.0.0.1")
                .doesNotContain(HexFormat.of().formatHex(marker).substring(0, 8))
                .doesNotContainIgnoringCase("abab");
        String withoutTime = log.replaceAll("\"timestamp\":\\d+", "");
        assertThat(ports).hasSize(refusals / 2).noneMatch(port -> withoutTime.contains(":" + port));
    }

    private List<Integer> visit(InetSocketAddress relay, int visits) throws IOException {
        List<Integer> used = new ArrayList<>();
        RoomId room = RoomId.of(marker);
        byte[] resume = FrameCodec.encode(new PeerFrame.Resume(1, room, 1, 1, SeatProof.of(new byte[32])));
        byte[] claim = FrameCodec.encode(new PeerFrame.Claim(1, room, SeatKey.of(marker), Intent.JOIN, 1, 1));
        for (int i = 0; i < visits; i++) {
            try (Socket socket = new Socket(relay.getAddress(), relay.getPort())) {
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(resume);
                socket.getOutputStream().write(claim);
                socket.getInputStream().readAllBytes();
                used.add(socket.getLocalPort());
            }
        }
        return used;
    }
}

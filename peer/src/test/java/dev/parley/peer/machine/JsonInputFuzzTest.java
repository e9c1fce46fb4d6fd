package dev.parley.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.Reach;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any lines of a program that drives parley: commands, or an error each; never more than printable ASCII comes back. */
class JsonInputFuzzTest {
    private static final Identity ONE = Identity.generate(Randomness.system());

    @TempDir
    static Path folder;

    static Stream<byte[]> lines() {
        return Stream.of(
                        "{\"type\":\"say\",\"text\":\"hi\",\"id\":\"1\"}",
                        "{\"type\":\"me\",\"text\":\"\\ud83c\\udf89\"}",
                        "{\"type\":\"nick\",\"name\":\"ann\"}",
                        "{\"type\":\"nick\",\"name\":\"system\"}",
                        "{\"type\":\"verify\",\"safety_number\":\"12345 12345\"}",
                        "{\"type\":\"trust\",\"waiting\":\"drop\"}",
                        "{\"type\":\"trust\",\"waiting\":\"maybe\"}",
                        "{\"type\":\"leave\"}",
                        "{\"type\":\"offer\",\"path\":\"/nowhere/x\"}",
                        "{\"type\":\"offer\",\"path\":\"a\\u0000b\"}",
                        "{\"type\":\"accept\",\"id\":\"00112233445566778899aabbccddeeff\"}",
                        "{\"type\":\"reject\",\"id\":\"x\"}\n{\"type\":\"cancel\",\"id\":\"00112233445566778899aabbccddeeff\"}",
                        "{\"type\":\"dance\"}",
                        "{\"type\":\"say\",\"text\":\"\"}",
                        "{\"type\":\"say\",\"text\":\"x\",\"id\":\"" + "i".repeat(129) + "\"}",
                        "[[[[[[[[[[[[[[[[[[")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("lines")
    @FuzzTest(maxDuration = "10m")
    void TR_06_any_lines_are_commands_or_answered_by_an_error(byte[] bytes) throws InterruptedException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        JsonLines out = new JsonLines(new PrintStream(written, true, StandardCharsets.UTF_8), () -> 1);
        DiskDesk desk = new DiskDesk(folder, new Reach(folder, folder), Randomness.system());
        JsonFace face = new JsonFace(
                new InputLines(new ByteArrayInputStream(new byte[0])),
                out,
                new JsonFace.Place("r", Optional.empty(), ""),
                desk);
        Invite invite = Invite.generate(Randomness.system());
        PeerLoop idle = new PeerLoop(
                new RelayAddress("127.0.0.1", 1),
                new RoomClient(
                        new RoomSettings(
                                invite.roomId(), Side.OPENER, ONE, Optional.of(invite.secret()), Untrusted.of("me")),
                        Randomness.system()),
                new Clocks(() -> 1, () -> 1),
                Keeper.ephemeral(),
                face::on);
        JsonCommands commands = new JsonCommands(face, out, idle, desk);
        InputLines lines = new InputLines(new ByteArrayInputStream(bytes));
        int count = 0;
        for (InputLines.Input line = lines.next(); !line.isEnd(); line = lines.next()) {
            commands.take(line);
            count++;
        }
        assertThat(written.toString(StandardCharsets.ISO_8859_1)).matches("[ -~\n]*");
        assertThat(written.toString(StandardCharsets.ISO_8859_1).lines().count())
                .isLessThanOrEqualTo(count);
    }
}

package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.PlainScreen;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.DenyList;
import dev.parley.relay.admission.ListedKey;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.net.Gate;
import dev.parley.relay.net.Listener;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.wire.AccessToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person in front of a relay that asks for a token. */
class ClosedRelayRunTest {
    private static final AccessToken TOKEN = AccessToken.of(new byte[32]);
    private static final ListedToken LISTED = new ListedToken("friend", TOKEN.hash(), OptionalLong.empty());
    private static final String PROMPT = "Token (pt1_";
    private static final String WAITING = "waiting for the other side";

    @TempDir
    Path temp;

    private final Gate gate = new Gate(lists(AdmissionMode.TOKENS, List.of()), () -> 0);
    private Relay relay;

    private static Admission lists(AdmissionMode mode, List<ListedKey> keys) {
        return new Admission(mode, List.of(LISTED), keys, DenyList.NOBODY);
    }

    @BeforeEach
    void start() throws IOException {
        relay = Relay.start(
                List.of(new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty())),
                new RelayOptions(1, 100, 100, ""),
                gate,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    private RelayAddress address() throws IOException {
        return new RelayAddress("127.0.0.1", relay.address().getPort());
    }

    /** What the program said, and the keys that a person presses when it has. */
    private static final class Person extends ByteArrayOutputStream {
        private final PipedOutputStream keys = new PipedOutputStream();
        private int read;

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        /** Waits for {@code shown} behind what was waited for before, then types {@code line}. */
        synchronized void answer(String shown, String line) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (toString(StandardCharsets.UTF_8).indexOf(shown, read) < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertThat(left)
                        .as("waited too long for '%s' in: %s", shown, this)
                        .isPositive();
                wait(left);
            }
            read = toString(StandardCharsets.UTF_8).indexOf(shown, read) + shown.length();
            keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }
    }

    private CompletableFuture<Integer> open(Person person, boolean ephemeral) throws Exception {
        Wiring wiring = new Wiring(Map.of("XDG_STATE_HOME", temp.toString()));
        PipedInputStream in = new PipedInputStream(person.keys);
        PrintStream out = new PrintStream(person, true, StandardCharsets.UTF_8);
        RelayAddress address = address();
        return CompletableFuture.supplyAsync(() -> {
            try (PlainScreen screen = new PlainScreen(in, out, out, true)) {
                Optional<SavedRooms> rooms = ephemeral
                        ? Optional.empty()
                        : Optional.of(SavedRooms.open(wiring.environment(), Randomness.system()));
                try (RoomRun run = new RoomRun(wiring, screen, address, "olga", Optional.empty(), rooms)) {
                    run.show(new RelayOption().pass(wiring, address, screen, rooms));
                    return run.open();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void the_token_is_asked_for_once_and_kept_for_this_relay() throws Exception {
        Person first = new Person();
        CompletableFuture<Integer> run = open(first, false);
        first.answer(PROMPT, "pt1_half");
        first.answer("That is no token", "");
        assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(first.toString(StandardCharsets.UTF_8))
                .contains("E_NOT_ADMITTED")
                .doesNotContain(WAITING);

        Person second = new Person();
        run = open(second, false);
        second.answer(PROMPT, TOKEN.format().replace("pt1_A", "pt1_B"));
        second.answer("does not take this token", "");
        assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(7);

        Person third = new Person();
        run = open(third, false);
        third.answer(PROMPT, TOKEN.format());
        third.answer(WAITING, "/quit");
        assertThat(run.get(60, TimeUnit.SECONDS)).isZero();

        Person fourth = new Person();
        run = open(fourth, false);
        fourth.answer(WAITING, "/quit");
        assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(fourth.toString(StandardCharsets.UTF_8)).doesNotContain(PROMPT);
    }

    @Test
    void without_a_trace_on_disk_it_is_asked_for_each_time() throws Exception {
        for (int i = 0; i < 2; i++) {
            Person person = new Person();
            CompletableFuture<Integer> run = open(person, true);
            person.answer(PROMPT, TOKEN.format());
            person.answer(WAITING, "/quit");
            assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void our_access_key_is_shown_by_itself_also_after_a_token_was_taken_back() throws Exception {
        Identity key = Identity.generate(Randomness.system());
        try (SavedRooms rooms = SavedRooms.open(Map.of("XDG_STATE_HOME", temp.toString()), Randomness.system())) {
            rooms.relayAccess().keepKey(address().place(), key.encode());
            rooms.relayAccess().keepToken(address().place(), new byte[] {
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
            });
        }
        String line = "parley-rsa "
                + Base64.getEncoder().encodeToString(key.publicKey().spki()) + " olga";
        for (AdmissionMode mode : List.of(AdmissionMode.KEYS, AdmissionMode.EITHER)) {
            gate.replace(lists(mode, List.of(ListedKey.parse(line).orElseThrow())));
            for (boolean ephemeral : new boolean[] {false, true}) {
                Person person = new Person();
                CompletableFuture<Integer> run = open(person, ephemeral);
                person.answer(WAITING, "/quit");
                assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
                assertThat(person.toString(StandardCharsets.UTF_8)).doesNotContain(PROMPT);
            }
        }
    }
}

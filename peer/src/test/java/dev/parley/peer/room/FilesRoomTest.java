package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.wire.Envelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files between two real clients through the real relay's rooms, with cuts, lost sessions and restarts. */
class FilesRoomTest {
    private static final byte HELLO = 1;
    private static final byte SESSION_FRAME = 5;

    private SimulatedRoom sim;
    private SimulatedRoom.End opener;
    private SimulatedRoom.End joiner;
    private final Set<FileEvent> answered = new HashSet<>();

    private void meet(long seed) {
        sim = new SimulatedRoom(seed);
        Invite invite = Invite.generate(sim.randomness);
        opener = sim.add(TestIdentities.opener(invite));
        joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        sim.quiesce();
        joiner.start();
        sim.runUntil(() -> opener.isJoined() && joiner.isJoined(), 60_000);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        sim.random.nextBytes(bytes);
        return bytes;
    }

    private Offer offer(SimulatedRoom.End end, String name, Map<String, byte[]> files) {
        Offer offer = end.desk.list(TransferId.of(bytes(TransferId.BYTES)), name, files);
        end.run(end.client.offer(offer));
        sim.settle(end);
        return offer;
    }

    private Offer offer(SimulatedRoom.End end, String name, byte[] file) {
        return offer(end, name, Map.of("", file));
    }

    /** What a person does who wants everything. */
    private void acceptAll(SimulatedRoom.End end) {
        for (FileEvent event : end.files()) {
            if (event instanceof FileEvent.Offered offered && answered.add(event)) {
                end.run(end.client.accept(offered.id()));
                sim.settle(end);
            }
        }
    }

    private static <T extends FileEvent> List<T> told(SimulatedRoom.End end, Class<T> type) {
        return end.files().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private boolean runAccepting(Class<? extends FileEvent> last, SimulatedRoom.End atEnd) {
        return sim.runUntil(
                () -> {
                    acceptAll(opener);
                    acceptAll(joiner);
                    sim.quiesce();
                    return !told(atEnd, last).isEmpty();
                },
                600_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_000, 65_502, 65_503, 1_500_000})
    void a_file_arrives_whole_and_both_are_told(int size) {
        meet(size);
        byte[] file = bytes(size);
        Offer offer = offer(opener, "notes.txt", file);
        assertThat(runAccepting(FileEvent.Delivered.class, opener)).isTrue();
        assertThat(joiner.desk.stored).hasSize(1).containsEntry("notes.txt", file);
        assertThat(told(joiner, FileEvent.Offered.class)).containsExactly(new FileEvent.Offered(offer, 1));
        assertThat(told(joiner, FileEvent.Received.class))
                .containsExactly(new FileEvent.Received(offer.id(), offer.name()));
        assertThat(told(opener, FileEvent.Delivered.class)).containsExactly(new FileEvent.Delivered(offer.id()));
        assertThat(opener.desk.listings).isEmpty();
    }

    @Test
    void a_folder_of_many_files_arrives_whole() {
        meet(1);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            files.put("d" + i % 7 + "/f" + i, bytes(sim.random.nextInt(3) * sim.random.nextInt(9_000)));
        }
        offer(joiner, "photos", files);
        assertThat(runAccepting(FileEvent.Delivered.class, joiner)).isTrue();
        assertThat(opener.desk.stored).hasSize(300);
        files.forEach((path, file) -> assertThat(opener.desk.stored).containsEntry("photos/" + path, file));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void both_send_and_talk_through_cuts_and_lost_sessions(long seed) {
        meet(seed);
        byte[] there = bytes(900_000);
        byte[] back = bytes(700_000);
        offer(opener, "there", there);
        offer(joiner, "back", back);
        List<String> fromOpener = new ArrayList<>();
        List<String> fromJoiner = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            fromOpener.add(say(opener, "o" + i));
            fromJoiner.add(say(joiner, "j" + i));
            for (int step = sim.random.nextInt(12); step > 0; step--) {
                if (!sim.step()) {
                    sim.passTime(2_000);
                }
            }
            acceptAll(opener);
            acceptAll(joiner);
            if (sim.random.nextInt(5) == 0) {
                sim.cut(sim.random.nextBoolean() ? opener : joiner);
            }
            if (sim.random.nextInt(12) == 0) {
                spoil(sim.random.nextBoolean() ? opener : joiner);
            }
        }
        boolean all = sim.runUntil(
                () -> {
                    acceptAll(opener);
                    acceptAll(joiner);
                    sim.quiesce();
                    return !told(opener, FileEvent.Delivered.class).isEmpty()
                            && !told(joiner, FileEvent.Delivered.class).isEmpty();
                },
                600_000);
        assertThat(all).as("seed %d: both delivered", seed).isTrue();
        assertThat(joiner.desk.stored).containsEntry("there", there).hasSize(1);
        assertThat(opener.desk.stored).containsEntry("back", back).hasSize(1);
        assertThat(told(opener, FileEvent.Failed.class)).isEmpty();
        assertThat(told(joiner, FileEvent.Failed.class)).isEmpty();
        assertThat(joiner.texts()).isEqualTo(fromOpener);
        assertThat(opener.texts()).isEqualTo(fromJoiner);
    }

    private String say(SimulatedRoom.End end, String text) {
        end.say(text);
        sim.settle(end);
        return text;
    }

    /** Session frames of {@code end} do not open until the two begin a new session. */
    private void spoil(SimulatedRoom.End end) {
        boolean[] over = {false};
        sim.tamper = (from, envelope) -> {
            byte[] bytes = envelope.toByteArray();
            over[0] |= bytes[0] == HELLO;
            if (over[0] || from != end || bytes[0] != SESSION_FRAME) {
                return List.of(envelope);
            }
            bytes[bytes.length - 1] ^= 1;
            return List.of(Envelope.of(bytes));
        };
    }

    /** Runs until about half of a file is there. */
    private byte[] half() {
        byte[] file = bytes(3_000_000);
        offer(opener, "film", file);
        sim.quiesce();
        int[] left = {20};
        joiner.seeing = effect ->
                left[0] -= effect instanceof RoomEffect.File wanted && wanted.work() instanceof FileWork.Write ? 1 : 0;
        acceptAll(joiner);
        while (left[0] > 0 && sim.step()) {
            // Every step is progress.
        }
        assertThat(left[0]).isLessThanOrEqualTo(0);
        assertThat(told(joiner, FileEvent.Received.class)).isEmpty();
        return file;
    }

    @Test
    void a_new_session_goes_on_where_the_receiver_stands() {
        meet(1);
        byte[] file = half();
        int readBefore = opener.desk.readBytes;
        spoil(opener);
        assertThat(runAccepting(FileEvent.Delivered.class, opener)).isTrue();
        assertThat(joiner.desk.stored).containsEntry("film", file);
        List<FileEvent.Begun> begun = told(joiner, FileEvent.Begun.class);
        assertThat(begun).hasSize(2);
        assertThat(begun.get(1).done()).isGreaterThan(50_000);
        assertThat(opener.desk.readBytes - readBefore).isLessThan(file.length);
    }

    @Test
    void a_receiver_that_starts_anew_asks_again_and_goes_on_where_it_stood() {
        meet(2);
        byte[] file = half();
        joiner.kill();
        answered.clear();
        joiner.events.clear();
        assertThat(joiner.reopen()).isTrue();
        assertThat(runAccepting(FileEvent.Delivered.class, opener)).isTrue();
        assertThat(joiner.desk.stored).containsEntry("film", file);
        assertThat(told(joiner, FileEvent.Offered.class)).hasSize(1);
        assertThat(told(joiner, FileEvent.Begun.class).get(0).done()).isGreaterThan(50_000);
    }

    @Test
    void of_a_sender_that_started_anew_the_receiver_hears_that_nothing_more_comes() {
        meet(3);
        half();
        opener.kill();
        assertThat(opener.reopen()).isTrue();
        assertThat(runAccepting(FileEvent.Cancelled.class, joiner)).isTrue();
        assertThat(told(joiner, FileEvent.Cancelled.class).get(0).why()).isEqualTo(FileProblem.GONE);
        assertThat(joiner.desk.stored).isEmpty();
        // A new offer of the same goes on from there.
        byte[] other = bytes(10);
        offer(opener, "small", other);
        assertThat(runAccepting(FileEvent.Delivered.class, opener)).isTrue();
        assertThat(joiner.desk.stored).containsEntry("small", other);
    }

    @Test
    void a_source_that_changed_meanwhile_comes_anew_and_whole() {
        meet(4);
        half();
        byte[] changed = bytes(3_000_000);
        opener.desk.listings.values().iterator().next().put("", changed);
        spoil(opener);
        assertThat(runAccepting(FileEvent.Delivered.class, opener)).isTrue();
        assertThat(joiner.desk.stored.get("film")).isEqualTo(changed);
    }

    @Test
    void who_leaves_in_the_middle_tells_the_other_that_the_file_ends() {
        meet(5);
        half();
        opener.run(opener.client.leave(sim.now));
        sim.settle(opener);
        sim.runUntil(() -> opener.closed().isPresent(), 20_000);
        assertThat(told(opener, FileEvent.Cancelled.class))
                .extracting(FileEvent.Cancelled::byThem, FileEvent.Cancelled::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(false, FileProblem.LEFT));
        assertThat(told(joiner, FileEvent.Cancelled.class))
                .extracting(FileEvent.Cancelled::byThem, FileEvent.Cancelled::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(true, FileProblem.LEFT));
        assertThat(opener.closed().orElseThrow().unconfirmed()).isZero();
        assertThat(joiner.desk.stored).isEmpty();
    }

    @Test
    void rejected_and_cancelled_files_send_no_byte_more() {
        meet(6);
        Offer no = offer(opener, "no", bytes(500_000));
        sim.quiesce();
        joiner.run(joiner.client.reject(no.id()));
        sim.settle(joiner);
        sim.quiesce();
        assertThat(told(opener, FileEvent.Rejected.class)).containsExactly(new FileEvent.Rejected(no.id()));
        assertThat(opener.desk.readBytes).isZero();
        half();
        TransferId film = told(joiner, FileEvent.Begun.class).get(0).id();
        joiner.run(joiner.client.cancel(film));
        sim.settle(joiner);
        sim.quiesce();
        assertThat(told(opener, FileEvent.Cancelled.class))
                .containsExactly(new FileEvent.Cancelled(film, true, true, FileProblem.STOPPED));
        assertThat(joiner.desk.stored).isEmpty();
        assertThat(joiner.closed()).isEmpty();
    }

    @Test
    void no_byte_of_a_file_and_no_offer_goes_to_another_key() {
        sim = new SimulatedRoom(8);
        opener = sim.add(TestIdentities.named("garden", TestIdentities.ONE, "uno"));
        joiner = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "due"));
        opener.start();
        joiner.start();
        half();
        joiner.frozen = true;
        sim.cut(joiner);
        offer(opener, "second", bytes(10));
        sim.runUntil(() -> false, 61_000);
        SimulatedRoom.End other = sim.add(TestIdentities.named("garden", Identity.generate(sim.randomness), "due"));
        other.start();
        sim.runUntil(() -> !opener.events(RoomEvent.Blocked.class).isEmpty(), 60_000);
        int read = opener.desk.readBytes;
        sim.runUntil(() -> false, 60_000);
        assertThat(other.files()).isEmpty();
        assertThat(opener.desk.readBytes).isEqualTo(read);

        RoomEvent.Blocked blocked = opener.events(RoomEvent.Blocked.class).get(0);
        opener.run(opener.client.accept(blocked.safetyNumber(), false, sim.now));
        opener.say("for the new one");
        assertThat(sim.runUntil(() -> other.texts().size() == 1, 60_000)).isTrue();
        assertThat(other.files()).isEmpty();
        assertThat(told(opener, FileEvent.Failed.class))
                .hasSize(2)
                .allMatch(failed -> failed.why() == FileProblem.GONE);
    }

    @Test
    void lines_overtake_chunks_that_are_not_sealed_and_keep_their_order() {
        meet(7);
        half();
        List<String> said = List.of(say(opener, "a"), say(opener, "b"), say(joiner, "c"), say(opener, "d"));
        while (joiner.texts().size() < 3 && sim.step()) {
            // Every step is progress.
        }
        assertThat(told(joiner, FileEvent.Received.class)).isEmpty();
        assertThat(joiner.texts()).containsExactly(said.get(0), said.get(1), said.get(3));
        assertThat(runAccepting(FileEvent.Delivered.class, opener)).isTrue();
    }
}

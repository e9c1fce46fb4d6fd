package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.live.LivePeer;
import dev.parley.peer.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A relay process that is stopped in the middle of talk, and started again on the same port. */
class RelayRestartIT {
    private static final int ROOMS = 8;
    private static final int LINES = 50;

    @Test
    void TR_19_a_relay_that_is_told_to_stop_tells_its_rooms_ends_in_time_and_everybody_goes_on_at_the_next()
            throws Exception {
        List<LivePeer> openers = new ArrayList<>();
        List<LivePeer> joiners = new ArrayList<>();
        Program relay = Program.relay("--listen", "127.0.0.1:0");
        try {
            String port = relay.awaitOut("ready").replaceAll(".*:", "");
            for (int i = 0; i < ROOMS; i++) {
                Invite invite = Invite.generate(Randomness.system());
                openers.add(LivePeer.opener(Integer.parseInt(port), invite, "olga"));
                joiners.add(LivePeer.joiner(Integer.parseInt(port), invite, "jon"));
            }
            for (int i = 0; i < ROOMS; i++) {
                openers.get(i).await(RoomEvent.Joined.class);
                joiners.get(i).await(RoomEvent.Joined.class);
            }
            say(openers, "before");
            relay.terminate();
            say(joiners, "during");
            assertThat(relay.exitCode()).as("SIGTERM").isEqualTo(143);
            relay.close();
            relay = Program.relay("--listen", "127.0.0.1:" + port);
            relay.awaitOut("ready");
            say(openers, "after");
            for (int i = 0; i < ROOMS; i++) {
                joiners.get(i).await(peer -> peer.texts().size() >= 2 * LINES);
                openers.get(i).await(peer -> peer.texts().size() >= LINES);
                assertThat(joiners.get(i).texts()).isEqualTo(lines("before", "after"));
                assertThat(openers.get(i).texts()).isEqualTo(lines("during"));
            }
        } finally {
            openers.forEach(LivePeer::abandon);
            joiners.forEach(LivePeer::abandon);
            relay.close();
        }
    }

    private static void say(List<LivePeer> peers, String what) {
        for (LivePeer peer : peers) {
            lines(what).forEach(peer::say);
        }
    }

    private static List<String> lines(String... parts) {
        return List.of(parts).stream()
                .flatMap(part -> IntStream.range(0, LINES).mapToObj(i -> part + " " + i))
                .toList();
    }
}

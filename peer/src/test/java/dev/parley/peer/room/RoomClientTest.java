package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import org.junit.jupiter.api.Test;

class RoomClientTest {
    private final SimulatedRoom sim = new SimulatedRoom(1);

    @Test
    void code_room_is_verified_and_carries_text_both_ways() {
        Invite invite = Invite.generate(sim.randomness);
        SimulatedRoom.End opener = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        sim.quiesce();
        joiner.start();
        sim.quiesce();

        assertThat(opener.events(RoomEvent.Joined.class)).singleElement().satisfies(joined -> {
            assertThat(joined.trust()).isEqualTo(Trust.VERIFIED);
            assertThat(joined.name().raw()).isEqualTo("jon");
        });
        RoomEvent.Joined atJoiner = joiner.events(RoomEvent.Joined.class).get(0);
        RoomEvent.Joined atOpener = opener.events(RoomEvent.Joined.class).get(0);
        assertThat(atJoiner.safetyNumber()).isEqualTo(atOpener.safetyNumber());
        assertThat(atJoiner.sessionNumber()).isEqualTo(atOpener.sessionNumber());

        long line = opener.say("wow!! C:\\temp 🎉");
        joiner.say("back");
        sim.settle(opener);
        sim.settle(joiner);
        sim.quiesce();
        assertThat(joiner.texts()).containsExactly("wow!! C:\\temp 🎉");
        assertThat(opener.texts()).containsExactly("back");
        assertThat(opener.events(RoomEvent.StateChanged.class))
                .containsExactly(
                        new RoomEvent.StateChanged(line, MessageState.SENT),
                        new RoomEvent.StateChanged(line, MessageState.DELIVERED));
    }
}

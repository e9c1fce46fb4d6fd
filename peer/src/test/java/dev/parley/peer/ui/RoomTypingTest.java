package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.ui.Transcripts.Kind;
import dev.parley.peer.ui.Transcripts.Opening;
import dev.parley.peer.ui.Transcripts.Transcript;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocking and logging, typed at a terminal in a real room. Never skipped. */
class RoomTypingTest {
    private final Invite invite = Invite.generate(Randomness.system());
    private final Map<IdentityKey, String> blocked = new LinkedHashMap<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private Relay relay;
    private VirtualTerminal olga;
    private VirtualTerminal jon;
    private TestRoom jons;

    private final BlockList list = new BlockList() {
        @Override
        public synchronized Optional<String> add(IdentityKey key, String name) {
            blocked.put(key, name);
            return Optional.empty();
        }

        @Override
        public synchronized int remove(String nameOrKey) {
            return blocked.values().remove(nameOrKey) ? 1 : 0;
        }

        @Override
        public synchronized List<String> lines() {
            return new ArrayList<>(blocked.values());
        }
    };

    private final Transcripts transcripts = (name, append) -> new Opening(
            name.startsWith("/") ? Kind.DENIED : Kind.OPEN,
            name.startsWith("/")
                    ? Optional.empty()
                    : Optional.of(new Transcript() {
                        @Override
                        public String name() {
                            return name;
                        }

                        @Override
                        public void add(String record) {
                            written.add(record);
                        }

                        @Override
                        public void close() {}
                    }));

    @BeforeEach
    void meet() throws Exception {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(10, 100, 100, ""),
                TestRoom::clock);
        olga = new VirtualTerminal();
        jon = new VirtualTerminal();
        int port = relay.address().getPort();
        jons = new TestRoom(port, invite, Side.JOINER, "jon");
        new TestRoom(port, invite, Side.OPENER, "olga").with(list, transcripts).start(olga);
        olga.awaitText("waiting for the other side");
        jons.start(jon);
        olga.awaitText("jon joined: VERIFIED");
        olga.enter("hello");
        olga.awaitText("hello  ✓ delivered");
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    @Test
    void block_takes_the_key_of_who_is_there_and_ends_the_room_at_once() throws Exception {
        olga.enter("/block jon");
        olga.awaitText("/block takes nothing behind it");
        olga.enter("/block");
        olga.awaitText("blocked: the key of jon", "you left the room");
        jon.awaitText("the room is closed");
        assertThat(blocked).containsOnly(Map.entry(jons.identity().publicKey(), "jon"));
    }

    @Test
    void where_there_is_place_for_one_room_the_commands_for_several_say_so() throws Exception {
        for (String command : List.of("/rooms", "/open", "/join", "/reopen x", "/switch 1")) {
            olga.enter("/clear");
            olga.await(shown -> !shown.contains("one room only"));
            olga.enter(command);
            olga.awaitText("here is place for one room only");
        }
        olga.enter("/all");
        olga.awaitText("say what to tell everybody");
        olga.enter("/all of you");
        jon.awaitText("olga: of you");
        olga.enter("/leave");
        jon.awaitText("olga left");
    }

    @Test
    void unblock_lists_and_takes_back() throws Exception {
        olga.enter("/unblock");
        olga.awaitText("no keys are blocked");
        list.add(TestRoom.anyKey(), "mara");
        olga.enter("/unblock");
        olga.awaitText("say which: /unblock NAME", "  mara");
        olga.enter("/unblock nobody");
        olga.awaitText("no blocked key goes by nobody");
        olga.enter("/unblock mara");
        olga.awaitText("no longer blocked: mara");
        assertThat(blocked).isEmpty();
    }

    @Test
    void what_is_logged_is_what_is_shown_and_the_state_says_so() throws Exception {
        olga.enter("/log");
        olga.awaitText("nothing of this room is written down");
        olga.enter("/log on /root-only");
        olga.awaitText("/root-only cannot be written");
        olga.enter("/log on talk.txt");
        olga.awaitText("WRITING THIS ROOM TO talk.txt", "with jon] LOGGING");
        jon.enter("for the record");
        olga.awaitText("jon: for the record");
        olga.enter("/log off");
        olga.awaitText("no more is written down");
        jon.enter("off the record");
        olga.awaitText("jon: off the record");
        assertThat(written).anyMatch(record -> record.endsWith(" < jon: for the record"));
        assertThat(written).noneMatch(record -> record.contains("off the record"));
        assertThat(jon.shown()).doesNotContain("talk.txt", "LOGGING");
    }
}

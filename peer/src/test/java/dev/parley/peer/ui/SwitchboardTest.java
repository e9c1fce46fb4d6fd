package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.Invitation;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Olga has several rooms at one terminal, Jon and Mara have one each. Never skipped. */
class SwitchboardTest {
    private final Invite first = Invite.generate(Randomness.system());
    private final Invite second = Invite.generate(Randomness.system());
    private Relay relay;
    private VirtualTerminal olga;
    private VirtualTerminal jon;
    private VirtualTerminal mara;
    private CompletableFuture<Integer> end;
    private final CountDownLatch mayAsk = new CountDownLatch(1);

    /** What Olga's commands lead to. */
    private final NewRooms newRooms = new NewRooms() {
        @Override
        public NewRoom open() {
            return screen -> room(second, Side.OPENER, "olga").run(screen);
        }

        @Override
        public NewRoom join(Optional<Invitation> given) {
            return screen -> {
                Optional<Invitation> invitation =
                        given.isPresent() ? given : ChatSession.askInvitation(screen, TestRoom.TEXTS);
                return invitation.isEmpty()
                        ? 130
                        : room(invitation.get().invite(), Side.JOINER, "olga").run(screen);
            };
        }

        @Override
        public NewRoom reopen(String name) {
            return screen -> {
                if (name.equals("asker")) {
                    mayAsk.await();
                    screen.tell(Line.note(
                            "answered " + screen.ask("Which one?", false).orElse("nothing")));
                    return 0;
                }
                screen.tell(Line.warning("no room called " + name));
                return 78;
            };
        }

        @Override
        public List<String> saved() {
            return List.of("garden", "kitchen");
        }
    };

    @BeforeEach
    void start() throws Exception {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(10, 100, 100, ""),
                TestRoom::clock);
        olga = new VirtualTerminal();
        jon = new VirtualTerminal();
        mara = new VirtualTerminal();
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    private TestRoom room(Invite invite, Side side, String name) throws IOException {
        return new TestRoom(relay.address().getPort(), invite, side, name);
    }

    private void sitDown() throws IOException {
        TestRoom mine = room(first, Side.OPENER, "olga");
        end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                end.complete(new Switchboard(olga.screen(), TestRoom.TEXTS, newRooms).run(mine));
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Olga in a room with Jon, and in another with Mara, which is in front. */
    private void meetBoth() throws Exception {
        sitDown();
        olga.awaitText("waiting for the other side");
        room(first, Side.JOINER, "jon").start(jon);
        olga.awaitText("jon joined: VERIFIED");
        olga.enter("/open");
        olga.awaitText("== room 2", "room 2 · 1");
        room(second, Side.JOINER, "mara").start(mara);
        olga.awaitText("mara joined: VERIFIED");
        // What the two say to each other from now on goes through their own room.
        olga.enter("hello mara");
        olga.awaitText("hello mara  ✓ delivered");
    }

    @Test
    void the_lines_of_a_room_behind_are_counted_and_shown_when_it_comes_to_the_front() throws Exception {
        meetBoth();
        jon.enter("secret of the first");
        olga.awaitText("room 2 · 1: 1");
        assertThat(olga.shown()).doesNotContain("secret of the first");
        olga.enter("for mara only");
        mara.awaitText("olga: for mara only");
        olga.enter("/switch 1");
        String shown = olga.awaitText("== room 1", "jon: secret of the first", "room 1 · 2");
        assertThat(shown.lastIndexOf("jon: secret")).isGreaterThan(shown.lastIndexOf("== room 1"));
        assertThat(shown.lines()
                        .reduce((a, b) -> b.contains("VERIFIED") ? b : a)
                        .orElse(""))
                .contains("with jon");
        olga.enter("answer for jon");
        jon.awaitText("olga: answer for jon");
        assertThat(jon.shown()).doesNotContain("for mara only");
        assertThat(mara.shown()).doesNotContain("answer for jon");
    }

    @Test
    void rooms_are_listed_with_their_state_and_what_is_new() throws Exception {
        meetBoth();
        jon.enter("one");
        jon.enter("two");
        olga.awaitText("room 2 · 1: 2");
        olga.enter("/rooms");
        olga.awaitText(
                " 1  [" + first.place() + " · VERIFIED ✓ · with jon]  2 new",
                "*2  [" + second.place() + " · VERIFIED ✓ · with mara]");
    }

    @Test
    void alt_and_a_digit_switches_where_nothing_is_typed_yet() throws Exception {
        meetBoth();
        olga.type("half");
        olga.awaitText("olga> half");
        olga.type("\u001b1");
        olga.enter(" a line");
        mara.awaitText("olga: half a line");
        olga.type("\u001b1");
        olga.awaitText("== room 1", "room 1 · 2");
    }

    @Test
    void a_line_to_all_goes_to_each_and_is_told_and_is_never_a_command() throws Exception {
        meetBoth();
        olga.enter("/all /quit both of you");
        jon.awaitText("olga: /quit both of you");
        mara.awaitText("olga: /quit both of you");
        olga.awaitText("sent to jon in room 1, " + first.place(), "sent to mara in room 2, " + second.place());
        assertThat(jon.shown()).doesNotContain("mara");
        olga.enter("/all");
        olga.awaitText("say what to tell everybody");
    }

    @Test
    void leaving_a_room_brings_the_next_to_the_front_and_the_last_ends_the_program() throws Exception {
        meetBoth();
        olga.enter("/leave");
        mara.awaitText("olga left");
        olga.awaitText("== room 1", "== room 2 has ended", "you left the room");
        olga.enter("still here");
        jon.awaitText("olga: still here");
        jon.enter("/quit");
        assertThat(end.get(30, TimeUnit.SECONDS)).isZero();
        olga.awaitText("the room is closed");
    }

    @Test
    void a_half_typed_line_is_not_taken_to_another_room_when_its_own_ends() throws Exception {
        meetBoth();
        olga.type("to mara");
        olga.awaitText("olga> to mara");
        mara.enter("/quit");
        olga.await(shown -> shown.contains("== room 1") && shown.endsWith("olga>"));
        olga.enter("to jon");
        jon.awaitText("olga: to jon");
        assertThat(jon.shown()).doesNotContain("mara");
    }

    @Test
    void quit_leaves_every_room() throws Exception {
        meetBoth();
        olga.enter("/quit");
        jon.awaitText("olga left");
        mara.awaitText("olga left");
        assertThat(end.get(30, TimeUnit.SECONDS)).isZero();
        // Either room may be done first.
        olga.await(shown -> shown.contains("leaving 2 rooms")
                && shown.indexOf("you left the room") < shown.lastIndexOf("you left the room"));
    }

    @Test
    void bad_arguments_are_told_and_change_nothing() throws Exception {
        sitDown();
        olga.awaitText("waiting for the other side");
        olga.enter("/switch 7");
        olga.awaitText("/switch N, with one of 1");
        olga.enter("/switch");
        olga.enter("/open sesame");
        olga.awaitText("/open takes nothing behind it");
        olga.enter("/leave now");
        olga.awaitText("/leave takes nothing behind it");
        olga.enter("/join 12");
        olga.awaitText("a code begins with six digits");
        olga.enter("/join parley://host/code");
        olga.awaitText("that link does not end in #pin=");
        olga.enter("/reopen");
        olga.awaitText("say which room: /reopen NAME");
        olga.enter("/rooms");
        olga.awaitText("this is the only room");
        assertThat(olga.shown()).doesNotContain("== room");
    }

    @Test
    void a_code_is_asked_for_completed_and_comes_back_with_no_arrow_key() throws Exception {
        sitDown();
        olga.awaitText("waiting for the other side");
        room(second, Side.OPENER, "mara").start(mara);
        mara.awaitText("waiting for the other side");
        olga.enter("/join");
        olga.awaitText("== room 2", "Code:");
        String code = second.format();
        olga.type(code.substring(0, 10) + "\t");
        olga.awaitText("Code: " + code.substring(0, 10), code.split("-")[1]);
        olga.type("\u0015");
        olga.enter(code);
        olga.awaitText("mara joined: VERIFIED");
        olga.enter("hello");
        olga.awaitText("hello  ✓ delivered");
        olga.type("\u0010");
        olga.awaitText("olga> hello");
        olga.type("\u0010");
        olga.awaitText("olga> /join");
        olga.type("\u0010");
        olga.type("\u0015");
        assertThat(olga.shown()).doesNotContain(code);
    }

    @Test
    void a_code_behind_join_stays_neither_on_the_screen_nor_in_the_history() throws Exception {
        sitDown();
        olga.awaitText("waiting for the other side");
        room(second, Side.OPENER, "mara").start(mara);
        mara.awaitText("waiting for the other side");
        olga.enter("/join " + second.format());
        olga.awaitText("mara joined: VERIFIED");
        mara.awaitText("olga joined: VERIFIED");
        olga.type("\u0010");
        olga.enter("x");
        mara.awaitText("olga: x");
        assertThat(olga.shown()).doesNotContain(second.format());
    }

    @Test
    void tab_offers_the_numbers_of_rooms_and_the_names_of_saved_ones() throws Exception {
        meetBoth();
        olga.type("/reopen gar\t");
        olga.awaitText("olga> /reopen garden");
        olga.enter("");
        olga.awaitText("== room 2", "no room called garden");
        olga.type("/swi\t");
        olga.awaitText("olga> /switch");
        olga.type("1\t");
        olga.enter("");
        olga.awaitText("== room 1");
    }

    @Test
    void giving_up_a_question_ends_its_room_only() throws Exception {
        sitDown();
        olga.awaitText("waiting for the other side");
        room(first, Side.JOINER, "jon").start(jon);
        olga.awaitText("jon joined: VERIFIED");
        olga.enter("/join");
        olga.awaitText("== room 2", "Code:");
        olga.type("\u0003");
        olga.awaitText("== room 1");
        olga.enter("back here");
        jon.awaitText("olga: back here");
    }

    @Test
    void a_question_of_a_room_behind_is_announced_and_asked_when_it_is_looked_at() throws Exception {
        sitDown();
        olga.awaitText("waiting for the other side");
        room(first, Side.JOINER, "jon").start(jon);
        olga.awaitText("jon joined: VERIFIED");
        olga.enter("/reopen asker");
        olga.awaitText("== room 2");
        olga.enter("/switch 1");
        olga.awaitText("== room 1");
        olga.type("half");
        mayAsk.countDown();
        olga.awaitText("room 2 asks something: /switch 2", "room 1 · 2: ?", "olga> half");
        olga.enter(" a line");
        jon.awaitText("olga: half a line");
        olga.enter("/rooms");
        olga.awaitText("waits for an answer");
        olga.enter("/switch 2");
        olga.awaitText("Which one?");
        olga.enter("this one");
        olga.awaitText("answered this one");
        assertThat(jon.shown()).doesNotContain("this one");
    }

    @Test
    void what_a_room_behind_says_is_bounded_and_what_had_to_go_is_counted() throws Exception {
        RecordingScreen real = new RecordingScreen(true);
        Object lock = new Object();
        RoomScreen room = new RoomScreen(3, lock, new Behind(real), "starting");
        for (int i = 0; i < Backlog.MAX_KEPT + 7; i++) {
            room.show(Line.note("line " + i));
        }
        assertThat(real.told).isEmpty();
        assertThat(room.flag()).isEqualTo("99+");
        Backlog.Kept kept = room.look();
        assertThat(kept.dropped()).isEqualTo(7);
        assertThat(kept.lines()).hasSize(Backlog.MAX_KEPT);
        assertThat(room.flag()).isEmpty();
        room.tell(Line.warning("look"));
        room.tell(Line.warning("look again"));
        assertThat(real.told).containsExactly("announced false");
        room.clear();
        assertThat(room.look().lines()).isEmpty();
    }

    private record Behind(RecordingScreen screen) implements RoomScreen.Board {
        @Override
        public boolean isInFront(RoomScreen room) {
            return false;
        }

        @Override
        public Screen real() {
            return screen;
        }

        @Override
        public void refresh() {}

        @Override
        public void announce(RoomScreen room, boolean asks) {
            screen.told.add("announced " + asks);
        }

        @Override
        public void wakeWhile(BooleanSupplier wanted) {}
    }
}

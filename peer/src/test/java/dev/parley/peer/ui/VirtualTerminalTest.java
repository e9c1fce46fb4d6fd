package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people at two terminals, a real relay in between: what each of them sees. Never skipped. */
class VirtualTerminalTest {
    private static final Identity ONE = Identity.generate(Randomness.system());
    private static final Identity TWO = Identity.generate(Randomness.system());

    private final Texts texts = new Texts(Locale.ENGLISH);
    private final Invite invite = Invite.generate(Randomness.system());
    private Relay relay;
    private VirtualTerminal olga;
    private VirtualTerminal jon;
    private CompletableFuture<RoomEvent.Closed> olgaEnd;
    private CompletableFuture<RoomEvent.Closed> jonEnd;

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @BeforeEach
    void start() throws Exception {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(2, 100, 100, "be kind\u001b[2J"),
                VirtualTerminalTest::clock);
        olga = new VirtualTerminal();
        jon = new VirtualTerminal();
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    private void meet() throws Exception {
        olgaEnd = run(olga, Side.OPENER, ONE, invite, "olga");
        olga.awaitText("waiting for the other side");
        jonEnd = run(jon, Side.JOINER, TWO, invite, "jon");
        olga.awaitText("jon joined: VERIFIED");
        jon.awaitText("olga joined: VERIFIED");
    }

    private CompletableFuture<RoomEvent.Closed> run(
            VirtualTerminal terminal, Side side, Identity identity, Invite code, String name) throws Exception {
        RoomSettings settings =
                new RoomSettings(invite.roomId(), side, identity, Optional.of(code.secret()), Untrusted.of(name));
        ChatView view = new ChatView(
                terminal.screen(),
                texts,
                invite.place(),
                name,
                side == Side.OPENER ? Optional.of("code " + code.format()) : Optional.empty());
        PeerLoop loop = new PeerLoop(
                new RelayAddress("127.0.0.1", relay.address().getPort()),
                new RoomClient(settings, Randomness.system()),
                new Clocks(VirtualTerminalTest::clock, VirtualTerminalTest::clock),
                Keeper.ephemeral(),
                view::on);
        ChatSession session = new ChatSession(
                terminal.screen(), texts, view, loop, new MemoryShelf(), "test", AskAgain.code(texts, invite.place()));
        CompletableFuture<RoomEvent.Closed> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                end.complete(session.run());
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    @Test
    void text_arrives_above_a_half_typed_line_and_is_sent_as_typed() throws Exception {
        meet();
        jon.type("half ty");
        jon.awaitText("jon> half ty");
        olga.enter("wow!! C:\\temp\\new \"q\" '1' 100% $x é");
        olga.awaitText("olga> wow!! C:\\temp\\new \"q\" '1' 100% $x é  ✓ delivered");
        String atJon = jon.awaitText("olga: wow!! C:\\temp\\new \"q\" '1' 100% $x é", "jon> half ty");
        assertThat(atJon.indexOf("olga: wow")).isLessThan(atJon.indexOf("jon> half ty"));
        jon.enter("ped 🎉");
        olga.awaitText("jon: half typed", "VERIFIED ✓ · with jon");
    }

    @Test
    void a_pasted_block_is_one_message_with_marked_lines() throws Exception {
        meet();
        jon.paste("first\nsecond\n[olga] third");
        jon.enter("");
        String atOlga = olga.awaitText("third");
        assertThat(atOlga).contains("jon: first\n   | second\n   | [olga] third");
    }

    @Test
    void ten_thousand_characters_arrive_whole() throws Exception {
        meet();
        String text = "0123456789".repeat(1_000);
        jon.paste(text);
        jon.awaitText("You pasted one line, 10 KiB", "Enter drops it:");
        jon.enter("y");
        // The grid is smaller than the text: its end is what must be there.
        olga.await(shown -> shown.replace("\n", "").contains(text.substring(6_000)));
    }

    @Test
    void commands_work_and_unknown_ones_are_never_sent() throws Exception {
        meet();
        jon.enter("/hepl");
        jon.awaitText("did you mean /help");
        jon.enter("/xyzzyx qqhiddenqq");
        jon.awaitText("there is no /xyzzyx");
        jon.enter("/who");
        jon.awaitText("there: olga, VERIFIED");
        jon.enter("/status");
        jon.awaitText("own lines under way: 0");
        jon.enter("/verify");
        String numbers = jon.awaitText("If both are the same");
        jon.enter("/verify 00000");
        jon.awaitText("that is no number of 60 digits");
        jon.enter("/verify " + "00000 ".repeat(12));
        jon.awaitText("THE NUMBERS DIFFER");
        olga.enter("/verify");
        olga.awaitText("If both are the same");
        String first = numbers.substring(numbers.indexOf("    ")).strip().substring(0, 23);
        assertThat(olga.shown()).contains(first);
        jon.enter("//slash");
        olga.awaitText("jon: /slash");
        jon.enter("/me waves");
        olga.awaitText("* jon waves");
        jon.enter("/nick mara");
        olga.awaitText("jon is now mara");
        jon.enter("/nick system");
        jon.awaitText("a name the program speaks under");
        jon.enter("/nick olga");
        olga.awaitText("mara is now olga(2)");
        assertThat(olga.shown()).doesNotContain("hepl", "xyzzyx", "qqhiddenqq");
        jon.enter("/quit");
        olga.awaitText("left");
        assertThat(jonEnd.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.LEFT);
        assertThat(olgaEnd.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.PEER_LEFT);
    }

    @Test
    void clear_removes_what_was_said_from_the_screen() throws Exception {
        meet();
        olga.enter("delete me");
        jon.awaitText("olga: delete me");
        jon.enter("/clear");
        jon.await(shown -> !shown.contains("delete me") && shown.contains("jon>"));
    }

    @Test
    void TT_01_hostile_text_nick_notice_and_reason_act_on_nothing() throws Exception {
        String evil = "\u001b]0;t\u0007\u001b[2J\u001b[6n\u001b[c\u009b2J\rX\u202e\u0085";
        olgaEnd = run(olga, Side.OPENER, ONE, invite, "olga");
        olga.awaitText("waiting for the other side");
        assertThat(olga.shown()).contains("relay says: be kind\\x1b[2J");
        RoomSettings settings = new RoomSettings(
                invite.roomId(), Side.JOINER, TWO, Optional.of(invite.secret()), Untrusted.of("evil\u001b[2J"));
        PeerLoop hostile = new PeerLoop(
                new RelayAddress("127.0.0.1", relay.address().getPort()),
                new RoomClient(settings, Randomness.system()),
                new Clocks(VirtualTerminalTest::clock, VirtualTerminalTest::clock),
                Keeper.ephemeral(),
                event -> {});
        hostile.start();
        olga.awaitText("evil\\x1b[2J joined");
        hostile.submit((client, now) -> {
            client.say(new Message.Text(Untrusted.of("one " + evil + " end")));
            client.say(new Message.Action(Untrusted.of("two " + evil + " end")));
            client.say(new Message.Nick(Untrusted.of("n" + evil)));
            return List.of();
        });
        olga.awaitText(
                "is now",
                "one \\x1b]0;t\\x07\\x1b[2J\\x1b[6n\\x1b[c\\x9b2J\\x0dX\\u{202e}\\x85 end",
                "waiting for the other side");
        assertThat(olga.typedBack()).isEmpty();
        hostile.submit((client, now) -> client.leave(now));
        olga.awaitText("left");
    }

    @Test
    void a_wrong_code_is_asked_again_with_completion_and_typo_hints() throws Exception {
        Invite wrong = Invite.parse(invite.place() + "-amber-lantern-river");
        olgaEnd = run(olga, Side.OPENER, ONE, invite, "olga");
        olga.awaitText("waiting for the other side");
        jonEnd = run(jon, Side.JOINER, TWO, wrong, "jon");
        jon.awaitText("The codes do not match");
        olga.awaitText("tries left: 2");
        jon.awaitText("Code:");
        jon.enter(invite.place() + "-amber-lanterm-sunset");
        jon.awaitText("word 2 is not one of Parley's words; did you mean lantern");
        jon.type(invite.place() + "-amb\t");
        jon.awaitText(invite.place() + "-amber-");
        jon.enter("lantern-sunset");
        jon.awaitText("joining by itself then");
    }
}

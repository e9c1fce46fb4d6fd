package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.Reach;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people hand each other files: what each of them types and sees. */
class FileTerminalTest {
    private static final Identity ONE = Identity.generate(Randomness.system());
    private static final Identity TWO = Identity.generate(Randomness.system());

    @TempDir
    Path temp;

    private final Texts texts = new Texts(Locale.ENGLISH);
    private final Invite invite = Invite.generate(Randomness.system());
    private Relay relay;
    private VirtualTerminal olga;
    private VirtualTerminal jon;
    private Path home;
    private Path inbox;

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @BeforeEach
    void meet() throws Exception {
        home = Files.createDirectory(temp.resolve("h"));
        inbox = Files.createDirectory(temp.resolve("in"));
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(2, 100, 100, ""),
                FileTerminalTest::clock);
        olga = new VirtualTerminal();
        jon = new VirtualTerminal();
        run(olga, Side.OPENER, ONE, "olga");
        olga.awaitText("waiting for the other side");
        run(jon, Side.JOINER, TWO, "jon");
        olga.awaitText("jon joined: VERIFIED");
        jon.awaitText("olga joined: VERIFIED");
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    private void run(VirtualTerminal terminal, Side side, Identity identity, String name) throws Exception {
        ChatView view = new ChatView(terminal.screen(), texts, invite.place(), name, Optional.empty());
        DiskDesk desk = new DiskDesk(inbox, new Reach(home, home), Randomness.system());
        view.takes(
                new ChatView.Files(desk, new FileView(terminal.screen(), texts, FileTerminalTest::clock, "the inbox")));
        PeerLoop loop = new PeerLoop(
                new KnownRelay(new RelayAddress("127.0.0.1", relay.address().getPort()), address -> {}),
                new RoomClient(
                        new RoomSettings(
                                invite.roomId(), side, identity, Optional.of(invite.secret()), Untrusted.of(name)),
                        Randomness.system()),
                new Clocks(FileTerminalTest::clock, FileTerminalTest::clock),
                new PeerLoop.Disk(Keeper.ephemeral(), desk),
                view::on);
        ChatSession session = new ChatSession(
                terminal.screen(), texts, view, loop, new MemoryShelf(), "test", AskAgain.code(texts, invite.place()));
        Thread thread = new Thread(() -> {
            try {
                session.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    /** So large that it is on its way for a while. */
    private void large(String name) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(home.resolve(name).toFile(), "rw")) {
            file.setLength(2L << 30);
        }
    }

    @Test
    void send_and_accept_hand_a_file_over_and_both_see_that_it_is_verified() throws Exception {
        file("notes.txt", "these are notes");
        olga.enter("/send notes.txt");
        olga.awaitText("offered [1] notes.txt, 15 B");
        jon.awaitText(
                "olga offers [1] notes.txt, 15 B",
                "it would be stored in the inbox as notes.txt",
                "/accept 1 or /reject 1");
        assertThat(inbox).isEmptyDirectory();
        jon.enter("/accept");
        jon.awaitText("[1] notes.txt received, verified: ");
        olga.awaitText("[1] notes.txt delivered, verified");
        assertThat(inbox.resolve("notes.txt")).hasContent("these are notes");
        olga.enter("still talking");
        jon.awaitText("olga: still talking");
        jon.enter("/files");
        jon.await(shown -> shown.split(Pattern.quote("[1] notes.txt received"), -1).length == 3);
        jon.enter("/status");
        jon.await(shown -> shown.split(Pattern.quote("[1] notes.txt received"), -1).length == 4);
    }

    @Test
    void TF_06_one_question_at_a_time_the_rest_is_counted_and_answered_by_number() throws Exception {
        file("a b.txt", "one");
        file("two", "two");
        file("three", "three");
        Files.createDirectories(home.resolve("tree/sub"));
        file("tree/sub/x", "x");
        olga.enter("/send \"a b.txt\" ~/two three tree");
        jon.awaitText("olga offers [1] a b.txt", "offers that wait for your answer: 4");
        assertThat(jon.shown()).doesNotContain("[2]");
        jon.enter("/accept 3");
        jon.awaitText("[3] three received, verified");
        jon.enter("/reject");
        jon.awaitText("olga offers [2] two");
        olga.awaitText("jon does not want [1] a b.txt");
        jon.enter("/reject 9");
        jon.awaitText("there is no number 9 for that");
        jon.enter("/accept 2");
        jon.awaitText("olga offers a folder: [4] tree, one file, 1 B");
        olga.enter("/cancel 4");
        jon.awaitText("[4] tree ended by olga: cancelled");
        olga.enter("/send tree");
        jon.awaitText("olga offers a folder: [5] tree");
        jon.enter("/accept 5");
        jon.awaitText("[5] tree received, verified");
        assertThat(inbox.resolve("tree/sub/x")).hasContent("x");
        assertThat(inbox.toFile().list()).containsExactlyInAnyOrder("two", "three", "tree");
    }

    @Test
    void TF_01_names_that_hide_or_run_are_pointed_out() throws Exception {
        file(".bashrc", "alias ls=evil");
        file("invoice\u202efdp.exe", "MZ");
        olga.enter("/send .bashrc");
        jon.awaitText(
                "it would be stored in the inbox as _.bashrc; they call it .bashrc",
                "with their name it would be a hidden file");
        jon.enter("/accept");
        jon.awaitText("[1] _.bashrc received, verified");
        olga.enter("/send invoice\u202efdp.exe");
        jon.awaitText("as invoice_fdp.exe; they call it invoice\\u{202e}fdp.exe", "it looks like a program");
        jon.enter("/reject");
        olga.awaitText("jon does not want [2]");
        assertThat(inbox.toFile().list()).containsExactly("_.bashrc");
    }

    @Test
    void progress_is_shown_on_both_sides_and_ctrl_c_cancels_before_it_leaves() throws Exception {
        large("movie.mkv");
        olga.enter("/send movie.mkv");
        jon.awaitText("olga offers [1] movie.mkv, 2.0 GiB");
        jon.enter("/accept");
        jon.await(shown -> Pattern.compile("receiving \\[1] movie.mkv +\\d+ % .* MiB of 2.0 GiB .* left")
                .matcher(shown)
                .find());
        olga.await(shown -> Pattern.compile("sending \\[1] movie.mkv +\\d+ % .* MiB of 2.0 GiB .* left")
                .matcher(shown)
                .find());
        olga.enter("a line in the middle");
        jon.awaitText("olga: a line in the middle");
        jon.type("half");
        jon.type("\u0003");
        jon.awaitText("[1] movie.mkv ended: cancelled", "jon> half");
        olga.awaitText("[1] movie.mkv ended by jon: cancelled");
        olga.enter("/cancel");
        olga.awaitText("nothing is under way that could be cancelled");
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void bad_arguments_get_one_clear_sentence() throws Exception {
        olga.enter("/send");
        olga.awaitText("say which: /send FILE ...");
        olga.enter("/send nowhere");
        olga.awaitText("nowhere is not there or cannot be read; nothing was sent");
        olga.enter("/send \"open");
        olga.awaitText("a quote is not closed; nothing was sent");
        olga.enter("/send /dev/null");
        olga.awaitText("/dev/null is neither a file nor a folder; nothing was sent");
        Files.createDirectory(home.resolve("hollow"));
        olga.enter("/send hollow");
        olga.awaitText("hollow holds no file; nothing was sent");
        olga.enter("/send " + "x ".repeat(17));
        olga.awaitText("at most 16 at a time; nothing was sent");
        olga.enter("/accept");
        olga.awaitText("nothing is offered that waits for an answer");
        olga.enter("/files");
        olga.awaitText("no files were offered; what you accept is stored in the inbox");
    }

    @Test
    void tab_completes_paths_with_blanks_too() throws Exception {
        Files.createDirectory(home.resolve("My Documents"));
        file("My Documents/long name.txt", "text");
        file("other", "text");
        olga.type("/send M\t");
        olga.awaitText("olga> /send My\\ Documents/");
        olga.type("l\t\r");
        olga.awaitText("offered [1] long name.txt, 4 B");
        olga.type("/send ~/oth\t\r");
        olga.awaitText("offered [2] other, 4 B");
        olga.type("/send \"My Docu\t");
        olga.awaitText("olga> /send \"My Documents/");
        olga.type("lo\t\r");
        olga.awaitText("offered [3] long name.txt, 4 B");
    }
}

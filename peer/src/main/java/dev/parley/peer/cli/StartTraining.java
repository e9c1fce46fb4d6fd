package dev.parley.peer.cli;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.Transport;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.peer.ui.ScreenTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/**
 * What a start and a first minute do, done once where nobody looks, so that the JVM can archive the classes of it: two peers meet on a relay
 * of their own, a third speaks TLS to it. Run by {@code share/parley/make-archive} and by nobody else.
 */
final class StartTraining {
    static final String WORD = "train-archive";

    private static final long PATIENCE_SECONDS = 20;
    private static final List<String> OURS = List.of(
            "dev/parley/peer/", "dev/parley/crypto/", "dev/parley/wire/", "org/jline/reader/", "org/jline/terminal/");

    private StartTraining() {}

    static void run(Wiring wiring) throws Exception {
        ParleyMain.commandLine(wiring).usage(new PrintWriter(Writer.nullWriter()));
        Config.read(Config.defaultFile(Map.of("XDG_CONFIG_HOME", "/nonexistent")));
        ScreenTraining.run();
        try {
            meet(wiring);
        } catch (UsageException e) {
            // No relay is installed here: what it would have taught is loaded when it is needed.
        }
        loadOurs();
    }

    private static void meet(Wiring wiring) throws IOException, UsageException, InterruptedException {
        try (RelayProcess relay = RelayProcess.start("127.0.0.1:0").orElseThrow()) {
            Invite invite = Invite.generate(Randomness.system());
            CountDownLatch ended = new CountDownLatch(3);
            RelayAddress here = relay.address();
            new Trainee(wiring, here, Side.OPENER, invite, ended).loop.start();
            new Trainee(wiring, here, Side.JOINER, invite, ended).loop.start();
            // This relay speaks no TLS, but by then all of ours was in use.
            RelayAddress overTls = new RelayAddress(here.host(), here.port(), Transport.TLS, Optional.empty());
            new Trainee(wiring, overTls, Side.OPENER, Invite.generate(Randomness.system()), ended).loop.start();
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** One end: says a line once it has company, leaves when it has heard one. */
    private static final class Trainee {
        private final PeerLoop loop;
        private final CountDownLatch ended;

        Trainee(Wiring wiring, RelayAddress relay, Side side, Invite invite, CountDownLatch ended) {
            Randomness randomness = Randomness.system();
            RoomSettings settings = new RoomSettings(
                    invite.roomId(),
                    side,
                    Identity.generate(randomness),
                    Optional.of(invite.secret()),
                    Untrusted.of("trainee"));
            this.ended = ended;
            this.loop = new PeerLoop(
                    relay, new RoomClient(settings, randomness), wiring.clocks(), Keeper.ephemeral(), this::on);
        }

        private void on(RoomEvent event) {
            if (event instanceof RoomEvent.Joined) {
                loop.submit((client, now) -> {
                    client.say(new Message.Text(Untrusted.of("hello")));
                    return List.of();
                });
            } else if (event instanceof RoomEvent.Received) {
                loop.submit((client, now) -> client.leave(now));
            } else if (event instanceof RoomEvent.Closed) {
                ended.countDown();
            }
        }
    }

    /** What was not met on the way is found and checked now rather than at a start. */
    private static void loadOurs() throws IOException, URISyntaxException {
        Path jar = Path.of(StartTraining.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile classes = new JarFile(jar.toFile())) {
            classes.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && OURS.stream().anyMatch(name::startsWith))
                    .forEach(name -> load(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.')));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, StartTraining.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // One that is for another Java or another system stays out of the archive.
        }
    }
}

package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley host}: a relay of one's own as a child process, and a room on it. */
@Command(name = "host", description = "Start a relay on this machine and open a room on it.")
final class HostCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4433",
            description = "Default: ${DEFAULT-VALUE}; 0 picks one.")
    private int port;

    @Option(names = "--lan", description = "Listen on all addresses of this machine, not only on loopback.")
    private boolean lan;

    HostCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535) {
            throw new UsageException("--port takes a number from 0 to 65535");
        }
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        String name = common.name(config);
        wiring.receivesInto(inbox.folder(config, wiring));
        Optional<RelayProcess> started =
                lan ? RelayProcess.startWithTls("[::]:" + port, keyFolder()) : RelayProcess.start("127.0.0.1:" + port);
        if (started.isEmpty()) {
            return ParleyMain.EXIT_CANNOT_LISTEN;
        }
        try (RelayProcess relay = started.get();
                Screen screen = common.screen(wiring)) {
            Texts texts = wiring.texts();
            RelayAddress here = relay.address().on("127.0.0.1");
            screen.tell(Line.note(texts.get("host.ready", here.place())));
            List<RelayAddress> reachable = lan ? lanAddresses(here) : List.of();
            for (RelayAddress address : reachable) {
                screen.tell(Line.note(texts.get("host.lan", address.unpinned().format())));
            }
            if (lan) {
                screen.tell(Line.note(texts.get("host.forward", Integer.toString(here.port()))));
            }
            RoomDesk desk = RoomDesk.onOwn(wiring, common, here, reachable.isEmpty() ? here : reachable.get(0), name);
            return desk.run(screen, at -> first(desk, at));
        }
    }

    private int first(RoomDesk desk, Screen screen) throws Exception {
        Optional<SavedRooms> rooms = common.rooms(wiring);
        try (RoomRun run = desk.begin(screen, common.saveAs(rooms), rooms)) {
            return run.open();
        }
    }

    /** Our relay keeps its key from run to run: others remember it. */
    private Path keyFolder() throws IOException {
        if (common.ephemeral) {
            Path folder = Files.createTempDirectory("parley-relay");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        }
        Path folder = Config.defaultFile(wiring.environment()).resolveSibling("relay");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    private static void remove(Path folder) {
        File[] files = folder.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
            file.delete();
        }
        folder.toFile().delete();
    }

    private static List<RelayAddress> lanAddresses(RelayAddress here) throws SocketException {
        List<RelayAddress> addresses = new ArrayList<>();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (network.isUp() && !network.isLoopback()) {
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (!address.isLinkLocalAddress()) {
                        // The name of our interface means nothing to others.
                        addresses.add(here.on(address.getHostAddress().replaceAll("%.*", "")));
                    }
                }
            }
        }
        // What people read to each other comes first.
        addresses.sort(Comparator.comparing(address -> address.host().contains(":")));
        return addresses;
    }
}

package dev.parley.peer.cli;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.machine.Face;
import dev.parley.peer.machine.MachineScreen;
import dev.parley.peer.net.FileDesk;
import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.peer.ui.AskAgain;
import dev.parley.peer.ui.ChatSession;
import dev.parley.peer.ui.ChatView;
import dev.parley.peer.ui.FileErrand;
import dev.parley.peer.ui.FileView;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.LoggedScreen;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Transcripts;
import dev.parley.wire.RoomId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs one room from settings to exit code. */
final class RoomRun implements AutoCloseable {
    private static final int MAX_PLACES_TRIED = 5;

    /** How long a script waits for the other side to come back; a person leaves when it is enough. */
    private static final long SCRIPT_PATIENCE_MILLIS = 120_000;

    private final Wiring wiring;
    private final Screen screen;
    private final String name;
    private final Optional<String> saveAs;
    private final Optional<SavedRooms> rooms;
    private final Randomness randomness = Randomness.system();
    private final CompletableFuture<Identity> identity;
    private RelayPass.Source passes;
    private Optional<FileErrand> errand = Optional.empty();

    /** Whether this relay ever gave us a seat. */
    private volatile boolean wasIn;

    private volatile RelayAddress relay;
    private Optional<RelayAddress> ownRelay = Optional.empty();
    private Optional<KnownRelay> last = Optional.empty();

    /** @param rooms where rooms are kept; empty to write nothing */
    RoomRun(
            Wiring wiring,
            Screen screen,
            RelayAddress relay,
            String name,
            Optional<String> saveAs,
            Optional<SavedRooms> rooms) {
        this.wiring = wiring;
        this.screen = screen;
        this.relay = relay;
        this.name = name;
        this.saveAs = saveAs;
        this.rooms = rooms;
        this.passes = address -> RelayPass.none(wiring, address);
        this.identity = wiring.identity();
    }

    /** What to show the relay if it is closed. */
    void show(RelayPass.Source source) {
        passes = source;
    }

    /** The room is for that alone. */
    void does(FileErrand only) {
        errand = Optional.of(only);
    }

    /** The relay is our own child: its key need not be remembered, and others reach it at {@code elsewhere}. */
    void ownsRelay(RelayAddress elsewhere) {
        ownRelay = Optional.of(elsewhere);
    }

    /** One run of a room: what it is called, where it is kept, what it is shown with. */
    private record Run(
            RoomSettings settings,
            String label,
            DiskKeeper keeper,
            Optional<Invite> invite,
            AskAgain askAgain,
            Optional<PassphraseTries> tries) {
        Run(RoomSettings settings, String label, DiskKeeper keeper, Optional<Invite> invite, AskAgain askAgain) {
            this(settings, label, keeper, invite, askAgain, Optional.empty());
        }
    }

    /** Opens a room under a fresh code; another place if the first is taken. */
    int open() throws InterruptedException, StateException, ConfigException, RelayChangedException {
        tellLeft(rooms.isPresent() ? rooms.get().list() : List.of());
        RoomEvent.Closed end = new RoomEvent.Closed(Outcome.ROOM_GONE, 0, 0);
        for (int i = 0; i < MAX_PLACES_TRIED && end.outcome() == Outcome.ROOM_GONE; i++) {
            Invite invite = Invite.generate(randomness);
            end = run(new Run(
                    settings(invite.roomId(), Side.OPENER, Optional.of(invite.secret())),
                    invite.place(),
                    keeper(invite.place(), false),
                    Optional.of(invite),
                    AskAgain.never(wiring.texts())));
        }
        return finish(end);
    }

    /** Joins, on the relay of the link if it is one. */
    int join(Invitation invitation)
            throws InterruptedException, StateException, ConfigException, RelayChangedException {
        Invite invite = invitation.invite();
        invitation.relay().ifPresent(this::goTo);
        List<SavedRooms.Entry> known = rooms.isPresent() ? rooms.get().list() : List.of();
        Optional<SavedRooms.Entry> met =
                known.stream().filter(entry -> entry.isFrom(invite.place())).findFirst();
        if (met.isPresent()) {
            // The two may have met there already: then the other end waits in the private room, not in the place.
            screen.tell(Line.note(wiring.texts().get("reopen.instead")));
            return reopen(rooms.get().take(met.get().listing().id()), Optional.empty());
        }
        tellLeft(known);
        return finish(run(new Run(
                settings(invite.roomId(), Side.JOINER, Optional.of(invite.secret())),
                invite.place(),
                keeper(invite.place(), false),
                Optional.empty(),
                AskAgain.code(wiring.texts(), invite.place()))));
    }

    /** A room by name; if it lies on disk it is gone on with. */
    int named(String room, Optional<Secret> passphrase)
            throws InterruptedException, StateException, ConfigException, RelayChangedException {
        RoomId id = RoomName.roomId(room);
        if (rooms.isPresent()) {
            Optional<String> known = rooms.get().of(id);
            if (known.isPresent()) {
                return reopen(rooms.get().take(known.get()), passphrase);
            }
        }
        Optional<PassphraseTries> tries = tries(id, passphrase);
        if (tries.isPresent() && !tries.get().mayTry(screen, wiring.texts())) {
            return ParleyMain.EXIT_INTERRUPTED;
        }
        return finish(run(new Run(
                paused(settings(id, Side.SYMMETRIC, passphrase), tries),
                room,
                keeper(room, passphrase.isPresent()),
                Optional.empty(),
                AskAgain.passphrase(wiring.texts(), passphrase),
                tries)));
    }

    private Optional<PassphraseTries> tries(RoomId room, Optional<Secret> passphrase) {
        return passphrase.isEmpty()
                ? Optional.empty()
                : rooms.map(kept ->
                        new PassphraseTries(kept.tries(), room, wiring.clocks().wall()));
    }

    /** A room from disk. */
    int reopen(SavedRooms.Opened opened, Optional<Secret> passphrase)
            throws InterruptedException, StateException, ConfigException, RelayChangedException {
        StoredRoom room = opened.room();
        Optional<PassphraseTries> tries = tries(room.record().room(), passphrase);
        if (tries.isPresent() && !tries.get().mayTry(screen, wiring.texts())) {
            opened.folder().close();
            return ParleyMain.EXIT_INTERRUPTED;
        }
        if (opened.damage().isLoss()) {
            screen.tell(Line.warning(
                    wiring.texts().get("reopen.damaged", opened.damage().unreadable())));
        }
        String id = opened.folder().id();
        DiskKeeper keeper = new DiskKeeper(
                opened.folder(),
                saveAs.isPresent() ? room.named(saveAs) : room,
                wanted -> rooms.orElseThrow().nameProblem(wanted, id));
        RoomSettings settings = RoomSettings.reopening(
                room.record(), opened.journal(), saveAs.or(room::savedAs).isPresent(), passphrase, Untrusted.of(name));
        return finish(run(new Run(
                paused(patient(settings), tries),
                room.savedAs().orElse(room.label()),
                keeper,
                Optional.empty(),
                AskAgain.passphrase(wiring.texts(), passphrase),
                tries)));
    }

    private RoomSettings settings(RoomId room, Side side, Optional<Secret> code) {
        return patient(new RoomSettings(room, side, identity.join(), code, Untrusted.of(name)));
    }

    private RoomSettings patient(RoomSettings settings) {
        RoomSettings guarded = settings.withBlocked(wiring.blocked()::has);
        return screen.isInteractive() ? guarded : guarded.withPatience(SCRIPT_PATIENCE_MILLIS);
    }

    private static RoomSettings paused(RoomSettings settings, Optional<PassphraseTries> tries) throws StateException {
        return tries.isPresent() ? settings.withPause(tries.get().pauseMillis()) : settings;
    }

    private DiskKeeper keeper(String label, boolean needsPassphrase) {
        DiskKeeper.Template template = new DiskKeeper.Template(saveAs, label, relay.format(), name, needsPassphrase);
        return new DiskKeeper(
                () -> rooms.orElseThrow().create(),
                template,
                wanted -> rooms.isPresent()
                        ? rooms.get().nameProblem(wanted, "")
                        : Optional.of(wiring.texts().get("save.ephemeral")));
    }

    /** A room that a crash left behind is offered before anything new begins. */
    private void tellLeft(List<SavedRooms.Entry> known) {
        if (screen.isInteractive()) {
            known.stream()
                    .filter(SavedRooms.Entry::isLeft)
                    .forEach(left -> screen.tell(Line.note(wiring.texts()
                            .get(
                                    "reopen.offer",
                                    RoomsCommand.with(left.room().orElseThrow()),
                                    left.listing().id()))));
        }
    }

    private void goTo(RelayAddress named) {
        if (!named.place().equals(relay.place())) {
            screen.tell(Line.note(wiring.texts().get("link.relay", named.place())));
            ownRelay = Optional.empty();
        }
        relay = named;
    }

    private String invitation(Invite invite) {
        return wiring.texts().get("invite.code", invite.format())
                + "\n"
                + wiring.texts()
                        .get(
                                "invite.hint",
                                "parley " + (errand.isPresent() ? "receive" : "join") + " --relay "
                                        + ownRelay.orElse(relay).unpinned().format());
    }

    /** The relay greets us: what is known of it now is shown and remembered. */
    private void onRelay(RelayAddress reached, Run run, Consumer<String> linked) {
        boolean isNew = relay.pin().isEmpty();
        relay = reached;
        run.keeper().isAt(reached.format());
        if (!reached.isTls()) {
            return;
        }
        run.invite()
                .map(invite -> Invitation.link(ownRelay.orElse(reached), invite))
                .ifPresent(linked);
        if (ownRelay.isPresent()) {
            return;
        }
        Optional<String> problem =
                rooms.isPresent() ? RelayPins.remember(wiring.environment(), reached) : Optional.empty();
        if (isNew) {
            String key = rooms.isPresent() && problem.isEmpty() ? "relay.first" : "relay.first.only";
            screen.tell(Line.note(wiring.texts()
                    .get(key, reached.place(), reached.pin().orElseThrow().format())));
        }
        problem.ifPresent(what -> screen.tell(Line.warning(wiring.texts().get("relay.notRemembered", what))));
    }

    private RoomEvent.Closed run(Run run)
            throws InterruptedException, StateException, ConfigException, RelayChangedException {
        if (relay.isTls() && ownRelay.isEmpty()) {
            relay = RelayPins.read(wiring.environment()).known(relay, wiring.texts());
        }
        wiring.blocked().load();
        if (rooms.isEmpty()) {
            wiring.blocked().writeNothing();
        }
        RelayPass pass = passes.of(relay);
        RoomEvent.Closed end = runOnce(run, pass);
        while (end.outcome() == Outcome.NOT_ADMITTED && !wasIn && pass.findAnother(screen)) {
            // Nothing has begun yet, so the same room begins again.
            end = runOnce(run, pass);
        }
        run.keeper()
                .end(end.outcome().isFarewell())
                .ifPresent(left -> screen.tell(Line.note(wiring.texts().get("reopen.how", left))));
        return end;
    }

    private RoomEvent.Closed runOnce(Run run, RelayPass pass) throws InterruptedException {
        if (screen instanceof MachineScreen machine && errand.isEmpty()) {
            return runOnce(run, pass, machine);
        }
        LoggedScreen logged = new LoggedScreen(screen, wiring.texts(), InstantSource.system());
        ChatView view = new ChatView(
                logged,
                wiring.texts(),
                saveAs.orElse(run.label()),
                name,
                run.invite().map(this::invitation));
        KnownRelay known = new KnownRelay(
                        relay,
                        pass.credentials(),
                        reached -> onRelay(reached, run, link -> {
                            view.invitesAlso(wiring.texts().get("invite.link", link));
                            view.invitesBy(link);
                        }))
                .behind(passes.isolated(randomness));
        run.invite().ifPresent(invite -> view.invitesBy(invite.format()));
        view.blocks(wiring.blockedNames());
        view.remembers(run.keeper().theirName());
        DiskDesk desk = new DiskDesk(wiring.inbox(), InboxOption.reach(), randomness);
        view.takes(new ChatView.Files(desk, new FileView(logged, wiring.texts(), wiring.clock(), desk.folder())));
        PeerLoop loop = loop(run, known, desk, event -> {
            view.keeps(
                    run.keeper().isSaved() && run.keeper().isOnDisk(),
                    run.keeper().isOnDisk());
            view.on(event);
            return view.theirName();
        });
        RoomEvent.Closed end = errand.isPresent()
                ? errand.get().run(logged, wiring.texts(), view, loop, run.askAgain())
                : new ChatSession(logged, wiring.texts(), view, loop, run.keeper(), relay.place(), run.askAgain())
                        .blocking(wiring.blocked())
                        .logging(logged, rooms.isPresent() ? new TranscriptFiles() : Transcripts.none())
                        .run();
        logged.stop();
        return end;
    }

    /** The same for a program. */
    private RoomEvent.Closed runOnce(Run run, RelayPass pass, MachineScreen machine) throws InterruptedException {
        DiskDesk desk = new DiskDesk(wiring.inbox(), InboxOption.reach(), randomness);
        Face face = machine.face(
                saveAs.orElse(run.label()),
                run.invite().map(Invite::format),
                ownRelay.orElse(relay).unpinned().format(),
                desk);
        KnownRelay known = new KnownRelay(relay, pass.credentials(), reached -> onRelay(reached, run, face::linked))
                .behind(passes.isolated(randomness));
        return face.run(loop(run, known, desk, face::on));
    }

    /** @param shown shows an event, and gives who is there, as it is shown */
    private PeerLoop loop(Run run, KnownRelay known, FileDesk desk, Function<RoomEvent, String> shown) {
        last = Optional.of(known);
        RoomClient client = new RoomClient(run.settings(), randomness);
        client.keep(run.keeper().isSaved());
        Keeper keeper = rooms.isPresent() ? run.keeper() : Keeper.ephemeral();
        return new PeerLoop(known, client, wiring.clocks(), new PeerLoop.Disk(keeper, desk), event -> {
            String theirName = shown.apply(event);
            wasIn |= event instanceof RoomEvent.Waiting || event instanceof RoomEvent.Agreeing;
            run.tries().ifPresent(tries -> tries.on(event));
            if (event instanceof RoomEvent.Joined) {
                run.keeper().met(theirName);
            }
        });
    }

    private int finish(RoomEvent.Closed end) {
        return new LastWords(relay, last, passes.proxy(), errand).tell(end, screen, wiring.texts());
    }

    @Override
    public void close() {
        rooms.ifPresent(SavedRooms::close);
    }
}

package dev.parley.peer.ui;

import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.FileException;
import dev.parley.peer.files.Source;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** {@code /send}, {@code /accept}, {@code /reject}, {@code /cancel} and {@code /files}. */
final class FileCommands {
    private static final int MAX_PATHS = 16;

    private final Desk desk;
    private final Screen screen;
    private final Texts texts;
    private final ChatView view;
    private final PeerLoop loop;

    /** @param refuses whether nobody is there to be asked, so that every offer is turned down */
    FileCommands(Desk desk, boolean refuses) {
        this.desk = desk;
        this.screen = desk.screen();
        this.texts = desk.texts();
        this.view = desk.view();
        this.loop = desk.loop();
        view.files().ifPresent(files -> {
            files.view().refusesBy(this::refuse, refuses);
            screen.completePaths(files.desk()::complete);
        });
    }

    /** Off the room's own thread, which must not wait for itself. */
    private void refuse(TransferId id) {
        Thread answering = new Thread(() -> loop.submit((client, now) -> client.reject(id)), "refusal");
        answering.setDaemon(true);
        answering.start();
    }

    /** Whether a transfer was under way that is cancelled now, as a first Ctrl-C does. */
    boolean cancelRunning() {
        if (view.files().isEmpty()) {
            return false;
        }
        List<Transfer> running = view.files().get().view().under(it -> it.state() == Transfer.State.RUNNING);
        running.forEach(transfer -> apply(transfer, RoomClient::cancel));
        return !running.isEmpty();
    }

    void send(String argument) {
        Optional<List<String>> paths = PathWords.split(argument);
        if (paths.isEmpty()) {
            desk.warn("files.send.quote");
        } else if (paths.get().isEmpty()) {
            desk.warn("files.send.empty");
        } else if (paths.get().size() > MAX_PATHS) {
            desk.warn("files.send.many", MAX_PATHS);
        } else if (view.files().isEmpty()) {
            desk.warn("files.off");
        } else {
            send(paths.get());
        }
    }

    /** All of them, or none if one cannot be read. */
    private void send(List<String> paths) {
        DiskDesk disk = view.files().orElseThrow().desk();
        List<Source> sources = new ArrayList<>();
        for (String path : paths) {
            try {
                sources.add(disk.source(path));
            } catch (FileException e) {
                desk.warn(problem(e), SafeText.line(Untrusted.of(path)));
                return;
            }
        }
        offer(sources);
    }

    void offer(List<Source> sources) {
        DiskDesk disk = view.files().orElseThrow().desk();
        for (Source source : sources) {
            try {
                offer(disk.offer(source), source.leftOut());
            } catch (FileException e) {
                desk.warn(problem(e), SafeText.line(Untrusted.of(source.name())));
            }
        }
    }

    private void offer(Offer offer, int leftOut) {
        FileView files = view.files().orElseThrow().view();
        Transfer transfer = files.offered(offer);
        screen.tell(Line.note(texts.get(
                offer.folder() ? "files.offered.folder" : "files.offered",
                transfer.label(),
                Sizes.of(offer.bytes()),
                offer.files())));
        if (leftOut > 0) {
            desk.warn("files.leftOut", leftOut);
        }
        loop.submit((client, now) -> client.offer(offer));
    }

    /** The key of the sentence that says why {@code path} cannot be sent. */
    static String problem(FileException problem) {
        return "files.send." + problem.reason().name();
    }

    void accept(String argument) {
        pick(argument, it -> !it.isOurs() && it.state() == Transfer.State.WAITING, "files.accept.none")
                .ifPresent(transfer -> {
                    view.files().orElseThrow().view().answered(transfer, view.theirName());
                    apply(transfer, RoomClient::accept);
                });
    }

    void reject(String argument) {
        pick(argument, it -> !it.isOurs() && it.state() == Transfer.State.WAITING, "files.accept.none")
                .ifPresent(transfer -> {
                    view.files().orElseThrow().view().rejected(transfer, view.theirName());
                    apply(transfer, RoomClient::reject);
                });
    }

    void cancel(String argument) {
        pick(argument, it -> it.isOurs() || it.state() == Transfer.State.RUNNING, "files.cancel.none")
                .ifPresent(transfer -> apply(transfer, RoomClient::cancel));
    }

    void list() {
        if (view.files().isEmpty()) {
            desk.warn("files.off");
        } else {
            view.files().get().view().tellList();
        }
    }

    private void apply(Transfer transfer, BiFunction<RoomClient, TransferId, List<RoomEffect>> input) {
        TransferId id = transfer.offer().id();
        loop.submit((client, now) -> input.apply(client, id));
    }

    /** The one with that number, else the one that was asked about, else the only one there is. */
    private Optional<Transfer> pick(String argument, Predicate<Transfer> which, String none) {
        if (view.files().isEmpty()) {
            desk.warn("files.off");
            return Optional.empty();
        }
        FileView files = view.files().get().view();
        List<Transfer> fit = files.under(which);
        if (!argument.isEmpty()) {
            Optional<Transfer> named = fit.stream()
                    .filter(transfer -> Integer.toString(transfer.number()).equals(argument))
                    .findFirst();
            if (named.isEmpty()) {
                desk.warn("files.noSuch", SafeText.line(Untrusted.of(argument)));
            }
            return named;
        }
        if (fit.isEmpty()) {
            desk.warn(none);
            return Optional.empty();
        }
        Optional<Transfer> asked = files.asked().filter(fit::contains);
        if (asked.isEmpty() && fit.size() > 1) {
            desk.warn("files.which");
            files.tellList();
            return Optional.empty();
        }
        return asked.or(() -> Optional.of(fit.get(0)));
    }
}

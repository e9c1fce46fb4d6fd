package dev.parley.peer.ui;

import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.OfferedName;
import dev.parley.peer.room.FileEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The files of one room as a person sees them: one question at a time, lines of progress over the typing line, one line for each end.
 * Called by the room's loop and by the typing thread, one at a time.
 */
public final class FileView {
    private static final int EXIT_INTERNAL = 1;
    private static final int EXIT_BROKEN = 6;
    private static final int EXIT_REFUSED = 7;
    private static final int SHOWN = 3;
    private static final int KEPT = 100;
    private static final long REDRAW_MILLIS = 100;

    private final Screen screen;
    private final Texts texts;
    private final LongSupplier clock;
    private final String folder;
    private final Map<TransferId, Transfer> transfers = new LinkedHashMap<>();
    private Optional<Transfer> asked = Optional.empty();
    private Consumer<TransferId> refuse = id -> {};
    private Consumer<String> stored = path -> {};
    private boolean asksWithCommands = true;
    private boolean refusesAll;
    private int worst;
    private int count;
    private long drawnAt;

    /**
     * @param clock monotonic milliseconds
     * @param folder where received files go, not yet safe to show
     */
    public FileView(Screen screen, Texts texts, LongSupplier clock, String folder) {
        this.screen = screen;
        this.texts = texts;
        this.clock = clock;
        this.folder = SafeText.line(Untrusted.of(folder));
    }

    /** Takes one event; whether the lines over the typing line are worth drawing again. */
    synchronized boolean on(FileEvent event, String theirName) {
        event.accept(new Showing(theirName));
        if (event instanceof FileEvent.Progress && clock.getAsLong() - drawnAt < REDRAW_MILLIS) {
            return false;
        }
        drawnAt = clock.getAsLong();
        return true;
    }

    /** How to turn down what nobody need be asked about; with {@code all}, because nobody is there, every offer. Must not wait. */
    public synchronized void refusesBy(Consumer<TransferId> how, boolean all) {
        refuse = how;
        refusesAll = all;
    }

    /** For a program that is for files alone, and asks by itself: told the path, safe to show, of everything that is stored. */
    synchronized void servesErrand(Consumer<String> told) {
        stored = told;
        asksWithCommands = false;
    }

    /** How many offers there were, of both. */
    synchronized int count() {
        return count;
    }

    /** 0 if everything that was offered arrived. */
    synchronized int worstExitCode() {
        return under(transfer -> true).isEmpty() ? worst : Math.max(worst, EXIT_INTERNAL);
    }

    /** We have offered that. */
    public synchronized Transfer offered(Offer offer) {
        return add(offer, true, SafeText.line(offer.name()));
    }

    private Transfer add(Offer offer, boolean ours, String shownName) {
        if (transfers.size() >= KEPT) {
            transfers.values().stream()
                    .filter(old -> old.state() == Transfer.State.ENDED)
                    .findFirst()
                    .ifPresent(old -> transfers.remove(old.offer().id()));
        }
        Transfer transfer = new Transfer(++count, offer, ours, shownName);
        transfers.put(offer.id(), transfer);
        return transfer;
    }

    /** Those that are not over, oldest first. */
    synchronized List<Transfer> under(Predicate<Transfer> which) {
        return transfers.values().stream()
                .filter(transfer -> transfer.state() != Transfer.State.ENDED)
                .filter(which)
                .toList();
    }

    /** The offer that the person was asked about. */
    synchronized Optional<Transfer> asked() {
        return asked;
    }

    /** The person has answered: the next question may be asked. */
    synchronized void answered(Transfer transfer, String theirName) {
        if (asked.filter(transfer::equals).isPresent()) {
            asked = Optional.empty();
        }
        if (transfer.state() == Transfer.State.WAITING && !transfer.isOurs()) {
            transfer.begin(0, clock.getAsLong());
        }
        askNext(theirName);
    }

    synchronized void rejected(Transfer transfer, String theirName) {
        worst = Math.max(worst, EXIT_REFUSED);
        transfer.end(texts.get("files.rejectedByUs"), EXIT_REFUSED);
        answered(transfer, theirName);
    }

    private void askNext(String theirName) {
        if (asked.isPresent()) {
            return;
        }
        asked = transfers.values().stream()
                .filter(transfer -> transfer.state() == Transfer.State.WAITING && !transfer.isOurs())
                .findFirst();
        asked.ifPresent(transfer -> ask(transfer, theirName));
    }

    private void ask(Transfer transfer, String theirName) {
        Offer offer = transfer.offer();
        screen.tell(Line.warning(texts.get(
                offer.folder() ? "files.offer.folder" : "files.offer",
                theirName,
                transfer.label(),
                Sizes.of(offer.bytes()),
                offer.files())));
        OfferedName name = OfferedName.of(offer.name()).orElseThrow();
        String stored = SafeText.line(Untrusted.of(name.stored()));
        if (offer.name().equals(Untrusted.of(name.stored()))) {
            screen.tell(Line.note(texts.get("files.goesTo", folder, stored)));
        } else {
            screen.tell(Line.warning(texts.get("files.goesTo.changed", folder, stored, SafeText.line(offer.name()))));
        }
        if (OfferedName.isHidden(offer.name())) {
            screen.tell(Line.warning(texts.get("files.hidden")));
        }
        if (name.looksLikeProgram()) {
            screen.tell(Line.warning(texts.get("files.program")));
        }
        if (asksWithCommands) {
            screen.tell(Line.note(texts.get("files.question", transfer.number(), waiting() - 1)));
        }
    }

    private long waiting() {
        return transfers.values().stream()
                .filter(transfer -> transfer.state() == Transfer.State.WAITING && !transfer.isOurs())
                .count();
    }

    /** The lines of {@code /files}. */
    synchronized void tellList() {
        if (transfers.isEmpty()) {
            screen.tell(Line.note(texts.get("files.none", folder)));
        }
        for (Transfer transfer : transfers.values()) {
            screen.tell(Line.note(
                    switch (transfer.state()) {
                        case WAITING ->
                            texts.get(
                                    transfer.isOurs() ? "files.list.waitsThere" : "files.list.waitsHere",
                                    transfer.label(),
                                    Sizes.of(transfer.offer().bytes()));
                        case RUNNING -> progress(transfer);
                        case ENDED -> transfer.outcome();
                    }));
        }
    }

    /** Those under way, for the lines over the typing line. */
    synchronized List<Line> progress() {
        List<Line> lines = new ArrayList<>();
        List<Transfer> running = under(transfer -> transfer.state() == Transfer.State.RUNNING);
        running.stream().limit(SHOWN).forEach(transfer -> lines.add(Line.note(progress(transfer))));
        if (running.size() > SHOWN) {
            lines.add(Line.note(texts.get("files.more", running.size() - SHOWN)));
        }
        if (waiting() > 1) {
            lines.add(Line.note(texts.get("files.waiting", waiting())));
        }
        return lines;
    }

    private String progress(Transfer transfer) {
        long rate = transfer.rate(clock.getAsLong());
        return texts.get(
                transfer.isOurs() ? "files.sending" : "files.receiving",
                transfer.label(),
                transfer.percent(),
                Sizes.of(transfer.done()),
                Sizes.of(transfer.offer().bytes()),
                rate == 0 ? "" : texts.get("files.rate", Sizes.of(rate), left(transfer, rate)));
    }

    private static String left(Transfer transfer, long rate) {
        return Sizes.time((long) ((transfer.offer().bytes() - transfer.done()) * 1_000.0 / rate));
    }

    private final class Showing implements FileEvent.Handler {
        private final String theirName;

        Showing(String theirName) {
            this.theirName = theirName;
        }

        @Override
        public void onOffered(FileEvent.Offered offered) {
            Offer offer = offered.offer();
            Optional<OfferedName> name = OfferedName.of(offer.name());
            if (transfers.containsKey(offer.id())) {
                return;
            }
            Transfer transfer = add(
                    offer,
                    false,
                    SafeText.line(
                            name.map(clean -> Untrusted.of(clean.stored())).orElse(offer.name())));
            if (name.isEmpty()) {
                end(transfer, Line.warning(texts.get("files.badName", theirName, transfer.label())), EXIT_REFUSED);
                refuse.accept(offer.id());
            } else if (refusesAll) {
                end(transfer, Line.warning(texts.get("files.script", theirName, transfer.label())), EXIT_REFUSED);
                refuse.accept(offer.id());
            } else {
                askNext(theirName);
            }
        }

        @Override
        public void onBegun(FileEvent.Begun begun) {
            of(begun).ifPresent(transfer -> {
                boolean again = transfer.state() == Transfer.State.RUNNING && transfer.done() > 0;
                transfer.begin(begun.done(), clock.getAsLong());
                if (begun.done() > 0 && !again) {
                    screen.tell(Line.note(texts.get("files.goesOn", transfer.label(), Sizes.of(begun.done()))));
                }
            });
        }

        @Override
        public void onProgress(FileEvent.Progress progress) {
            of(progress).ifPresent(transfer -> {
                transfer.progress(progress.done(), clock.getAsLong());
                if (!screen.redraws() && transfer.isNewTenth()) {
                    screen.tell(Line.note(progress(transfer)));
                }
            });
        }

        @Override
        public void onReceived(FileEvent.Received received) {
            of(received).ifPresent(transfer -> {
                String path = SafeText.line(received.name());
                stored.accept(path);
                String told = texts.get("files.received", transfer.label(), path, taken(transfer));
                end(transfer, Line.of(Line.Style.GOOD, told), 0);
            });
        }

        @Override
        public void onDelivered(FileEvent.Delivered delivered) {
            of(delivered)
                    .ifPresent(transfer -> end(
                            transfer,
                            Line.of(Line.Style.GOOD, texts.get("files.delivered", transfer.label(), taken(transfer))),
                            0));
        }

        private String taken(Transfer transfer) {
            long millis = Math.max(1, transfer.millisSince(clock.getAsLong()));
            return texts.get(
                    "files.taken",
                    Sizes.of(transfer.offer().bytes()),
                    Sizes.time(millis),
                    Sizes.of(transfer.moved() * 1_000 / millis));
        }

        @Override
        public void onRejected(FileEvent.Rejected rejected) {
            of(rejected)
                    .ifPresent(transfer -> end(
                            transfer,
                            Line.warning(texts.get("files.rejected", theirName, transfer.label())),
                            EXIT_REFUSED));
        }

        @Override
        public void onCancelled(FileEvent.Cancelled cancelled) {
            of(cancelled).ifPresent(transfer -> {
                String key = cancelled.byThem() ? "files.cancelled.theirs" : "files.cancelled.ours";
                end(
                        transfer,
                        Line.warning(texts.get(key, theirName, transfer.label(), why(cancelled.why()))),
                        cancelled.why() == FileProblem.BROKEN ? EXIT_BROKEN : EXIT_REFUSED);
            });
        }

        @Override
        public void onFailed(FileEvent.Failed failed) {
            of(failed)
                    .ifPresent(transfer -> end(
                            transfer,
                            Line.warning(texts.get("files.failed", transfer.label(), why(failed.why()))),
                            failed.why() == FileProblem.BROKEN ? EXIT_BROKEN : EXIT_INTERNAL));
        }

        private Optional<Transfer> of(FileEvent event) {
            return Optional.ofNullable(transfers.get(event.id()))
                    .filter(transfer -> transfer.state() != Transfer.State.ENDED);
        }

        private void end(Transfer transfer, Line how, int exitCode) {
            worst = Math.max(worst, exitCode);
            transfer.end(how.plain(), exitCode);
            screen.tell(how);
            if (asked.filter(transfer::equals).isPresent()) {
                asked = Optional.empty();
                askNext(theirName);
            }
        }
    }

    private String why(FileProblem problem) {
        return texts.get("files.why." + problem.name());
    }
}

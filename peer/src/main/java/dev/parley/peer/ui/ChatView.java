package dev.parley.peer.ui;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One room as a person sees it: turns what happens into lines, keeps the state over the typing line, and shows each own line only as what
 * is true of it. Called by the room's loop and by the typing thread, one at a time.
 */
public final class ChatView implements RoomEvent.Handler {
    private final Screen screen;
    private final Texts texts;
    private final OwnLines ours;
    private final Numbers numbers;

    private Optional<String> invitation;
    private String roomLabel;
    private String ourName;
    private String theirName = "";
    private Trust trust = Trust.UNVERIFIED;
    private volatile State state = State.CONNECTING;
    private Optional<Files> files = Optional.empty();
    private boolean redraws;
    private boolean invited;
    private boolean kept;
    private boolean beforeCrashTold;
    private boolean remembers;
    private boolean wasJoined;
    private Optional<RoomEvent.Closed> closed = Optional.empty();
    private Optional<RoomEvent.CodeNeeded> codeNeeded = Optional.empty();

    private enum State {
        CONNECTING,
        WAITING,
        AGREEING,
        TALKING,
        OFFLINE,
        PEER_AWAY,
        BLOCKED,
        UNRECOGNISED,
        CLOSED
    }

    /**
     * @param roomLabel the place or name of the room, safe to show
     * @param invitation what to tell once we have a seat: the code and the line for the other side
     */
    public ChatView(Screen screen, Texts texts, String roomLabel, String ourName, Optional<String> invitation) {
        this.screen = screen;
        this.texts = texts;
        this.roomLabel = roomLabel;
        this.ourName = ourName;
        this.invitation = invitation;
        this.ours = new OwnLines(screen, texts);
        this.numbers = new Numbers(screen, texts);
    }

    /** Tells {@code more} behind the invitation, if there is one. */
    public synchronized void invitesAlso(String more) {
        invitation = invitation.map(text -> text + "\n" + more);
    }

    /** Takes one event of the room. */
    public synchronized void on(RoomEvent event) {
        redraws = true;
        event.accept(this);
        if (redraws) {
            refresh();
        }
    }

    /** The files of a room: what is on disk, and what is seen of it. */
    public record Files(DiskDesk desk, FileView view) {}

    /** Files are taken and sent here. */
    public synchronized void takes(Files taken) {
        files = Optional.of(taken);
    }

    synchronized Optional<Files> files() {
        return files;
    }

    /** How the room ended, once it has. */
    public synchronized Optional<RoomEvent.Closed> closed() {
        return closed;
    }

    /** Whether the code must be typed again; asked for once. */
    public synchronized Optional<RoomEvent.CodeNeeded> takeCodeNeeded() {
        Optional<RoomEvent.CodeNeeded> taken = codeNeeded;
        codeNeeded = Optional.empty();
        return taken;
    }

    /** Whether every own line was delivered. */
    public synchronized boolean isAllDelivered() {
        return ours.count() == 0;
    }

    /** Who is there, as it is shown. */
    public synchronized String theirName() {
        return theirName;
    }

    public synchronized boolean wasJoined() {
        return wasJoined;
    }

    /** An own line was queued under that number. */
    public synchronized void said(long number, String text, boolean action) {
        ours.add(number, Untrusted.of(text), action);
        if (state != State.TALKING && screen.isInteractive()) {
            ours.tellWaiting(state == State.BLOCKED || state == State.UNRECOGNISED ? "line.blocked" : "line.waits");
        }
        refresh();
    }

    /** Who was there before, as it was shown. */
    public synchronized void remembers(String name) {
        theirName = name.isEmpty() ? texts.get("who.peerBefore") : name;
    }

    /** Whether what is not delivered at the end waits on disk: in any case, or unless somebody said goodbye. */
    public synchronized void keeps(boolean always, boolean overCrash) {
        kept = always;
        remembers = overCrash;
    }

    public synchronized void renamed(String name) {
        ourName = name;
        screen.tell(Line.note(texts.get("nick.ours", name)));
        refresh();
    }

    /** The room has another name from now on, safe to show. */
    public synchronized void relabelled(String label) {
        roomLabel = label;
        refresh();
    }

    public synchronized Optional<SafetyNumber> safetyNumber() {
        return numbers.safety();
    }

    /** The lines of {@code /verify}. */
    public synchronized void tellNumbers() {
        numbers.tell(theirName);
    }

    public synchronized void tellStatus(String relay) {
        screen.tell(Line.note(texts.get("status.room", roomLabel, relay)));
        screen.tell(Line.note(stateText() + (wasJoined ? ", " + trustText() : "")));
        screen.tell(Line.note(texts.get("status.lines", ours.count())));
        files.ifPresent(known -> known.view().tellList());
    }

    public synchronized void tellWho() {
        screen.tell(Line.note(texts.get("who.you", ourName)));
        screen.tell(Line.note(
                state == State.TALKING ? texts.get("who.peer", theirName, trustText()) : texts.get("who.nobody")));
    }

    @Override
    public void onWaiting(RoomEvent.Waiting waiting) {
        boolean news = state != State.WAITING;
        state = State.WAITING;
        if (!invited) {
            invited = true;
            invitation.ifPresent(text -> text.lines().forEach(line -> screen.tell(Line.of(Style.PLAIN, line))));
        }
        if (news) {
            screen.tell(Line.note(texts.get("room.waiting")));
        }
    }

    @Override
    public void onAgreeing(RoomEvent.Agreeing agreeing) {
        if (state != State.AGREEING && !wasJoined) {
            screen.tell(Line.note(texts.get("room.agreeing")));
        }
        state = State.AGREEING;
    }

    @Override
    public void onJoined(RoomEvent.Joined joined) {
        talk();
        boolean same = wasJoined && numbers.safety().equals(Optional.of(joined.safetyNumber()));
        trust = joined.trust();
        theirName = distinct(SafeText.name(joined.name()));
        numbers.are(joined.safetyNumber(), joined.sessionNumber());
        files.ifPresent(known ->
                known.desk().meets(String.join("", joined.safetyNumber().groups())));
        wasJoined = true;
        screen.tell(new Line(List.of(
                new Span(Style.THEIR_NAME, theirName),
                new Span(Style.NOTE, " " + texts.get(same ? "room.back" : "room.joined") + " "),
                new Span(trust == Trust.VERIFIED ? Style.GOOD : Style.WARNING, trustText()))));
        if (trust == Trust.UNVERIFIED) {
            screen.tell(Line.warning(texts.get("room.unverified")));
        }
    }

    @Override
    public void onBlocked(RoomEvent.Blocked blocked) {
        state = State.BLOCKED;
        trust = blocked.why();
        numbers.are(blocked.safetyNumber(), blocked.sessionNumber());
        wasJoined = true;
        boolean changed = blocked.why() == Trust.CHANGED;
        screen.tell(Line.warning(texts.get(changed ? "blocked.changed" : "blocked.lost")));
        if (changed) {
            screen.tell(Line.note(texts.get(blocked.sharesSecret() ? "blocked.shares" : "blocked.sharesNot")));
        }
        screen.tell(Line.note(texts.get("blocked.then")));
    }

    @Override
    public void onVerified(RoomEvent.Verified verified) {
        trust = Trust.VERIFIED;
        screen.tell(Line.of(Style.GOOD, texts.get("verify.done", theirName)));
    }

    @Override
    public void onUnrecognised(RoomEvent.Unrecognised unrecognised) {
        state = State.UNRECOGNISED;
        numbers.are(unrecognised.safetyNumber(), unrecognised.sessionNumber());
        screen.tell(Line.warning(texts.get("unrecognised")));
    }

    @Override
    public void onStorageFailing(RoomEvent.StorageFailing failing) {
        screen.tell(
                failing.problem().isEmpty()
                        ? Line.note(texts.get("storage.works"))
                        : Line.warning(texts.get("storage.fails", failing.problem())));
    }

    @Override
    public void onUndelivered(RoomEvent.Undelivered undelivered) {
        ours.add(undelivered);
    }

    /** How many own lines wait that were meant for another key than the one now there. */
    public synchronized int heldBack() {
        return state == State.BLOCKED ? ours.count() : 0;
    }

    /** Whether the connection to the relay is lost. Takes no lock: asked at every key, by a thread that holds the line editor's own. */
    public boolean isApart() {
        State now = state;
        return now == State.OFFLINE || now == State.CONNECTING;
    }

    public synchronized boolean isBlocked() {
        return state == State.BLOCKED;
    }

    @Override
    public void onResumed(RoomEvent.Resumed resumed) {
        if (state != State.TALKING) {
            screen.tell(Line.note(texts.get("room.resumed")));
        }
        talk();
    }

    private void talk() {
        state = State.TALKING;
        ours.areHeard();
    }

    @Override
    public void onOffline(RoomEvent.Offline offline) {
        state = offline.ours() ? State.OFFLINE : State.PEER_AWAY;
        screen.tell(Line.warning(texts.get(offline.ours() ? "room.offline.ours" : "room.offline.theirs", theirName)));
        if (offline.unconfirmed() > 0) {
            screen.tell(Line.warning(texts.get("room.unconfirmed", offline.unconfirmed())));
        }
    }

    @Override
    public void onReceived(RoomEvent.Received received) {
        if (received.beforeCrash() && !beforeCrashTold) {
            beforeCrashTold = true;
            screen.tell(Line.note(texts.get("room.beforeCrash")));
        }
        received.message().accept(new Message.Handler<Void>() {
            @Override
            public Void onText(Message.Text text) {
                showText(text.text());
                return null;
            }

            @Override
            public Void onAction(Message.Action action) {
                screen.show(new Line(List.of(
                        new Span(Style.THEIR_NAME, "* " + theirName),
                        new Span(Style.PLAIN, " " + SafeText.line(action.text())))));
                return null;
            }

            @Override
            public Void onNick(Message.Nick nick) {
                String before = theirName;
                theirName = distinct(SafeText.name(nick.name()));
                screen.tell(Line.note(texts.get("nick.theirs", before, theirName)));
                return null;
            }

            @Override
            public Void onFile(Message.File file) {
                return null;
            }
        });
    }

    @Override
    public void onFiles(RoomEvent.Files event) {
        redraws = files.isPresent() && files.get().view().on(event.event(), theirName);
    }

    /** Whoever sits there speaks on every line: no text can begin one that looks like another's. */
    private void showText(Untrusted text) {
        String mark = theirName + ": ";
        for (String line : SafeText.lines(text)) {
            screen.show(
                    screen.isInteractive()
                            ? new Line(List.of(new Span(Style.THEIR_NAME, mark), new Span(Style.PLAIN, line)))
                            : Line.of(Style.PLAIN, line));
            mark = " ".repeat(Math.max(0, theirName.length())) + "| ";
        }
    }

    @Override
    public void onUnreadable(RoomEvent.Unreadable unreadable) {
        screen.tell(Line.warning(texts.get("room.unreadable", theirName)));
    }

    @Override
    public void onStateChanged(RoomEvent.StateChanged changed) {
        ours.on(changed, ourName);
    }

    @Override
    public void onGuessFailed(RoomEvent.GuessFailed failed) {
        state = State.WAITING;
        screen.tell(Line.warning(texts.get("code.mismatch")));
        screen.tell(Line.note(texts.get("code.left", failed.guessesLeft())));
    }

    @Override
    public void onPassphraseFailed(RoomEvent.PassphraseFailed failed) {
        state = State.WAITING;
        screen.tell(Line.warning(texts.get("passphrase.mismatch")));
    }

    @Override
    public void onCodeNeeded(RoomEvent.CodeNeeded needed) {
        codeNeeded = Optional.of(needed);
        screen.interrupt();
    }

    @Override
    public void onPeerLeft(RoomEvent.PeerLeft left) {
        state = State.WAITING;
        String reason = SafeText.line(left.reason());
        screen.tell(Line.note(
                reason.isEmpty() ? texts.get("room.left", theirName) : texts.get("room.left.why", theirName, reason)));
    }

    @Override
    public void onRelayNotice(RoomEvent.RelayNotice notice) {
        screen.tell(Line.note(texts.get("relay.says", SafeText.line(notice.text()))));
    }

    @Override
    public void onClosed(RoomEvent.Closed end) {
        state = State.CLOSED;
        closed = Optional.of(end);
        boolean waits = kept || !end.outcome().isFarewell() && remembers;
        ours.giveUp(waits, ourName);
        screen.interrupt();
    }

    /** The same name on both sides is allowed, and told apart. */
    private String distinct(String name) {
        return name.equalsIgnoreCase(ourName) ? name + "(2)" : name;
    }

    private void refresh() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(List.of(
                new Span(Style.NOTE, "[" + roomLabel + " · "),
                new Span(
                        trust == Trust.VERIFIED ? Style.GOOD : wasJoined ? Style.WARNING : Style.NOTE,
                        wasJoined ? trustText() : stateText()),
                new Span(Style.NOTE, (wasJoined ? " · " + stateText() : "") + "]"))));
        lines.addAll(ours.previews());
        files.ifPresent(known -> lines.addAll(known.view().progress()));
        screen.status(lines, ourName + "> ");
    }

    private String trustText() {
        return switch (trust) {
            case VERIFIED -> texts.get("trust.verified");
            case UNVERIFIED -> texts.get("trust.unverified");
            case KNOWN -> texts.get("trust.known");
            case CHANGED -> texts.get("trust.changed");
            case CONTINUITY_LOST -> texts.get("trust.lost");
        };
    }

    private String stateText() {
        return switch (state) {
            case CONNECTING -> texts.get("state.connecting");
            case WAITING -> texts.get("state.waiting");
            case AGREEING -> texts.get("state.agreeing");
            case TALKING -> texts.get("state.talking", theirName);
            case OFFLINE -> texts.get("state.offline");
            case PEER_AWAY -> texts.get("state.away", theirName);
            case BLOCKED -> texts.get("state.blocked");
            case UNRECOGNISED -> texts.get("state.unrecognised");
            case CLOSED -> texts.get("state.closed");
        };
    }
}

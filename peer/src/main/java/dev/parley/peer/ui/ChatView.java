package dev.parley.peer.ui;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import dev.parley.peer.ui.RoomSummary.Reach;
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
    private final TheirName theirName = new TheirName();
    private final TheirLines theirs;
    private final InviteNote invitation;
    private final StateLine stateLine;

    private String roomLabel;
    private String ourName;
    private Trust trust = Trust.UNVERIFIED;
    private volatile RoomState state = RoomState.CONNECTING;
    private Optional<Files> files = Optional.empty();
    private boolean redraws;
    private boolean kept;
    private boolean remembers;
    private boolean wasJoined;
    private Optional<RoomEvent.Closed> closed = Optional.empty();
    private Optional<RoomEvent.CodeNeeded> codeNeeded = Optional.empty();

    /**
     * @param roomLabel the place or name of the room, safe to show
     * @param invitation what to tell once we have a seat: the code and the line for the other side
     */
    public ChatView(Screen screen, Texts texts, String roomLabel, String ourName, Optional<String> invitation) {
        this.screen = screen;
        this.texts = texts;
        this.roomLabel = roomLabel;
        this.ourName = ourName;
        this.invitation = new InviteNote(screen, invitation);
        this.ours = new OwnLines(screen, texts);
        this.numbers = new Numbers(screen, texts);
        this.theirs = new TheirLines(screen, texts, theirName);
        this.stateLine = new StateLine(texts);
    }

    /** Tells {@code more} behind the invitation, if there is one. */
    public synchronized void invitesAlso(String more) {
        invitation.also(more);
    }

    /** What the picture of the invitation says. */
    public synchronized void invitesBy(String scanned) {
        invitation.scan(scanned);
    }

    /** Draws the invitation again; whether there is one. */
    synchronized boolean drawInvitation() {
        return !wasJoined && invitation.draw();
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
        return theirName.shown();
    }

    public synchronized boolean wasJoined() {
        return wasJoined;
    }

    /** An own line was queued under that number. */
    public synchronized void said(long number, String text, boolean action) {
        ours.add(number, Untrusted.of(text), action);
        if (state != RoomState.TALKING && screen.isInteractive()) {
            ours.tellWaiting(
                    state == RoomState.BLOCKED || state == RoomState.UNRECOGNISED ? "line.blocked" : "line.waits");
        }
        refresh();
    }

    /** Who was there before, as it was shown. */
    public synchronized void remembers(String name) {
        theirName.was(name.isEmpty() ? texts.get("who.peerBefore") : name);
    }

    /** Whether what is not delivered at the end waits on disk: in any case, or unless somebody said goodbye. */
    public synchronized void keeps(boolean always, boolean overCrash) {
        kept = always;
        remembers = overCrash;
    }

    public synchronized void renamed(String name) {
        ourName = name;
        theirName.besides(name);
        screen.tell(Line.note(texts.get("nick.ours", name)));
        refresh();
    }

    /** Names that are not shown, nor taken. */
    public synchronized void blocks(BlockedNames names) {
        theirName.blocks(names);
    }

    synchronized boolean isBlockedName(String name) {
        return theirName.isBlocked(name);
    }

    /** The room has another name from now on, safe to show. */
    public synchronized void relabelled(String label) {
        roomLabel = label;
        refresh();
    }

    public synchronized Optional<SafetyNumber> safetyNumber() {
        return numbers.safety();
    }

    /** Whether {@code typed} is the number of this session, which is the same on both screens but not the one asked for. */
    synchronized boolean isSessionNumber(String typed) {
        return numbers.session().filter(session -> session.matches(typed)).isPresent();
    }

    /** The lines of {@code /verify}. */
    public synchronized void tellNumbers() {
        numbers.tell(theirName.shown(), trust);
    }

    public synchronized void tellStatus(String relay) {
        screen.tell(Line.note(texts.get("status.room", roomLabel, relay)));
        screen.tell(Line.note(state.text(texts, theirName.shown()) + (wasJoined ? ", " + trustText() : "")));
        screen.tell(Line.note(texts.get("status.lines", ours.count())));
        files.ifPresent(known -> known.view().tellList());
    }

    public synchronized void tellWho() {
        screen.tell(Line.note(texts.get("who.you", ourName)));
        screen.tell(Line.note(
                state == RoomState.TALKING
                        ? texts.get("who.peer", theirName.shown(), trustText())
                        : texts.get("who.nobody")));
    }

    /** What is true of this room now. */
    synchronized RoomSummary summary() {
        Reach reach = switch (state) {
            case TALKING -> Reach.HEARD;
            case BLOCKED, UNRECOGNISED -> Reach.BLOCKED;
            default -> Reach.WAITS;
        };
        return new RoomSummary(
                roomLabel,
                wasJoined ? trustText() : "",
                state.text(texts, theirName.shown()),
                theirName.shown(),
                reach,
                ours.count());
    }

    @Override
    public void onWaiting(RoomEvent.Waiting waiting) {
        boolean news = state != RoomState.WAITING;
        state = RoomState.WAITING;
        invitation.tellOnce();
        if (news) {
            screen.tell(Line.note(texts.get("room.waiting")));
        }
    }

    @Override
    public void onAgreeing(RoomEvent.Agreeing agreeing) {
        if (state != RoomState.AGREEING && !wasJoined) {
            screen.tell(Line.note(texts.get("room.agreeing")));
        }
        state = RoomState.AGREEING;
    }

    @Override
    public void onJoined(RoomEvent.Joined joined) {
        talk();
        boolean same = wasJoined && numbers.safety().equals(Optional.of(joined.safetyNumber()));
        trust = joined.trust();
        theirName.told(joined.name(), ourName);
        numbers.are(joined.safetyNumber(), joined.sessionNumber());
        files.ifPresent(known ->
                known.desk().meets(String.join("", joined.safetyNumber().groups())));
        wasJoined = true;
        screen.tell(new Line(List.of(
                new Span(Style.THEIR_NAME, theirName.shown()),
                new Span(Style.NOTE, " " + texts.get(same ? "room.back" : "room.joined") + " "),
                new Span(StateLine.style(trust), trustText()))));
        if (!same && screen.switches().is(Switches.Name.BELL, true)) {
            screen.ring();
        }
        if (trust == Trust.UNVERIFIED) {
            screen.tell(Line.warning(texts.get("room.unverified")));
        }
    }

    @Override
    public void onBlocked(RoomEvent.Blocked blocked) {
        state = RoomState.BLOCKED;
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
        screen.tell(Line.of(Style.GOOD, texts.get("verify.done", theirName.shown())));
    }

    @Override
    public void onUnrecognised(RoomEvent.Unrecognised unrecognised) {
        state = RoomState.UNRECOGNISED;
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
        return state == RoomState.BLOCKED ? ours.count() : 0;
    }

    /** Whether the connection to the relay is lost. Takes no lock: asked at every key, by a thread that holds the line editor's own. */
    public boolean isApart() {
        RoomState now = state;
        return now == RoomState.OFFLINE || now == RoomState.CONNECTING;
    }

    public synchronized boolean isBlocked() {
        return state == RoomState.BLOCKED;
    }

    @Override
    public void onResumed(RoomEvent.Resumed resumed) {
        if (state != RoomState.TALKING) {
            screen.tell(Line.note(texts.get("room.resumed")));
        }
        talk();
    }

    private void talk() {
        state = RoomState.TALKING;
        ours.areHeard();
    }

    @Override
    public void onOffline(RoomEvent.Offline offline) {
        state = offline.ours() ? RoomState.OFFLINE : RoomState.AWAY;
        screen.tell(Line.warning(
                texts.get(offline.ours() ? "room.offline.ours" : "room.offline.theirs", theirName.shown())));
        if (offline.unconfirmed() > 0) {
            screen.tell(Line.warning(texts.get("room.unconfirmed", offline.unconfirmed())));
        }
    }

    @Override
    public void onReceived(RoomEvent.Received received) {
        theirs.on(received, ourName);
    }

    @Override
    public void onFiles(RoomEvent.Files event) {
        redraws = files.isPresent() && files.get().view().on(event.event(), theirName.shown());
    }

    @Override
    public void onUnreadable(RoomEvent.Unreadable unreadable) {
        theirs.unreadable();
    }

    @Override
    public void onStateChanged(RoomEvent.StateChanged changed) {
        ours.on(changed, ourName);
    }

    @Override
    public void onGuessFailed(RoomEvent.GuessFailed failed) {
        state = RoomState.WAITING;
        screen.tell(Line.warning(texts.get("code.mismatch")));
        screen.tell(Line.note(texts.get("code.left", failed.guessesLeft())));
    }

    @Override
    public void onPassphraseFailed(RoomEvent.PassphraseFailed failed) {
        state = RoomState.WAITING;
        screen.tell(Line.warning(texts.get("passphrase.mismatch")));
    }

    @Override
    public void onCodeNeeded(RoomEvent.CodeNeeded needed) {
        codeNeeded = Optional.of(needed);
        screen.interrupt();
    }

    @Override
    public void onPeerLeft(RoomEvent.PeerLeft left) {
        state = RoomState.WAITING;
        String reason = SafeText.line(left.reason());
        screen.tell(Line.note(
                reason.isEmpty()
                        ? texts.get("room.left", theirName.shown())
                        : texts.get("room.left.why", theirName.shown(), reason)));
    }

    @Override
    public void onRelayNotice(RoomEvent.RelayNotice notice) {
        screen.tell(Line.note(texts.get("relay.says", SafeText.line(notice.text()))));
    }

    @Override
    public void onClosed(RoomEvent.Closed end) {
        state = RoomState.CLOSED;
        closed = Optional.of(end);
        boolean waits = kept || !end.outcome().isFarewell() && remembers;
        ours.giveUp(waits, ourName);
        screen.interrupt();
    }

    private void refresh() {
        List<Line> lines = new ArrayList<>();
        lines.add(stateLine.of(roomLabel, wasJoined ? Optional.of(trust) : Optional.empty(), state, theirName.shown()));
        lines.addAll(ours.previews());
        files.ifPresent(known -> lines.addAll(known.view().progress()));
        screen.title(roomLabel);
        screen.status(lines, ourName + "> ");
    }

    private String trustText() {
        return stateLine.trust(trust);
    }
}

package dev.parley.peer.machine;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Message;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.SafeText;
import java.util.Locale;
import java.util.Optional;

/** Turns what happens in one room into events (docs/json.md). */
final class JsonFace implements Face, RoomEvent.Handler {
    private static final long END_CHECK_MILLIS = 50;

    private final InputLines in;
    private final JsonLines out;
    private final Place place;
    private final DiskDesk desk;
    private Optional<String> link = Optional.empty();
    private boolean invited;
    private String theirName = "";
    private long undelivered;
    private boolean wasJoined;
    private boolean codeNeeded;
    private Optional<SafetyNumber> safety = Optional.empty();
    private Optional<RoomEvent.Closed> closed = Optional.empty();

    /** Where the room is: its label, its code if it was opened under one, the relay as others find it. */
    record Place(String room, Optional<String> code, String relay) {}

    JsonFace(InputLines in, JsonLines out, Place place, DiskDesk desk) {
        this.in = in;
        this.out = out;
        this.place = place;
        this.desk = desk;
    }

    @Override
    public synchronized void linked(String shared) {
        link = Optional.of(shared);
    }

    @Override
    public synchronized String on(RoomEvent event) {
        event.accept(this);
        return theirName;
    }

    /** An own line was taken under that number; {@code id} is the program's own name for it. */
    synchronized void said(long number, Optional<String> id) {
        undelivered++;
        if (id.isPresent()) {
            out.event("said", "line", number, "id", id.get());
        } else {
            out.event("said", "line", number);
        }
    }

    /** Whose numbers are on the screen of this program, so to say. */
    synchronized Optional<SafetyNumber> safety() {
        return safety;
    }

    private synchronized Optional<RoomEvent.Closed> closed() {
        return closed;
    }

    private synchronized boolean isAllDelivered() {
        return wasJoined && undelivered == 0;
    }

    private synchronized boolean takeCodeNeeded() {
        boolean needed = codeNeeded;
        codeNeeded = false;
        return needed;
    }

    @Override
    public RoomEvent.Closed run(PeerLoop loop) throws InterruptedException {
        JsonCommands commands = new JsonCommands(this, out, loop, desk);
        boolean ended = false;
        loop.start();
        while (closed().isEmpty()) {
            if (takeCodeNeeded()) {
                // Nobody can type another one.
                loop.submit((client, now) -> client.giveUp());
            }
            if (ended) {
                loop.join(END_CHECK_MILLIS);
                if (commands.hasSpoken() && isAllDelivered()) {
                    loop.submit((client, now) -> client.leave(now));
                }
            } else {
                Optional<InputLines.Input> line = in.next(END_CHECK_MILLIS);
                ended = line.isPresent() && line.get().isEnd();
                if (line.isPresent() && !ended) {
                    commands.take(line.get());
                }
            }
        }
        loop.join();
        return closed().orElseThrow();
    }

    @Override
    public void onWaiting(RoomEvent.Waiting waiting) {
        if (!invited && place.code().isPresent()) {
            if (link.isPresent()) {
                out.event("invite", "code", place.code().get(), "relay", place.relay(), "link", link.get());
            } else {
                out.event("invite", "code", place.code().get(), "relay", place.relay());
            }
        }
        invited = true;
        out.event("waiting", "room", place.room());
    }

    @Override
    public void onAgreeing(RoomEvent.Agreeing agreeing) {
        out.event("agreeing");
    }

    @Override
    public void onJoined(RoomEvent.Joined joined) {
        wasJoined = true;
        theirName = SafeText.name(joined.name());
        safety = Optional.of(joined.safetyNumber());
        desk.meets(String.join("", joined.safetyNumber().groups()));
        out.event(
                "joined",
                "name",
                theirName,
                "trust",
                word(joined.trust()),
                "safety_number",
                joined.safetyNumber().digits(),
                "session_number",
                joined.sessionNumber().digits());
    }

    @Override
    public void onResumed(RoomEvent.Resumed resumed) {
        out.event("resumed");
    }

    @Override
    public void onOffline(RoomEvent.Offline offline) {
        out.event("offline", "side", offline.ours() ? "ours" : "theirs", "undelivered", offline.unconfirmed());
    }

    @Override
    public void onReceived(RoomEvent.Received received) {
        received.message().accept(new Message.Handler<Void>() {
            @Override
            public Void onText(Message.Text text) {
                out.event("message", "text", text.text().raw(), "before_crash", received.beforeCrash());
                return null;
            }

            @Override
            public Void onAction(Message.Action action) {
                out.event("action", "text", action.text().raw(), "before_crash", received.beforeCrash());
                return null;
            }

            @Override
            public Void onNick(Message.Nick nick) {
                theirName = SafeText.name(nick.name());
                out.event("nick", "name", theirName);
                return null;
            }

            @Override
            public Void onBytes(Message.Bytes bytes) {
                // A stream into a chat: nobody here asked for it.
                out.event("unreadable");
                return null;
            }

            @Override
            public Void onStored(Message.Stored stored) {
                return null;
            }

            @Override
            public Void onFile(Message.File file) {
                // Told by its own events.
                return null;
            }
        });
    }

    @Override
    public void onUnreadable(RoomEvent.Unreadable unreadable) {
        out.event("unreadable");
    }

    @Override
    public void onUndelivered(RoomEvent.Undelivered line) {
        undelivered++;
        out.event("undelivered", "line", line.number());
    }

    @Override
    public void onBlocked(RoomEvent.Blocked blocked) {
        safety = Optional.of(blocked.safetyNumber());
        out.event(
                "blocked",
                "trust",
                word(blocked.why()),
                "shares_secret",
                blocked.sharesSecret(),
                "safety_number",
                blocked.safetyNumber().digits(),
                "session_number",
                blocked.sessionNumber().digits(),
                "undelivered",
                blocked.undelivered());
    }

    @Override
    public void onVerified(RoomEvent.Verified verified) {
        out.event("verified");
    }

    @Override
    public void onUnrecognised(RoomEvent.Unrecognised unrecognised) {
        safety = Optional.of(unrecognised.safetyNumber());
        out.event(
                "unrecognised",
                "safety_number",
                unrecognised.safetyNumber().digits(),
                "session_number",
                unrecognised.sessionNumber().digits());
    }

    @Override
    public void onStorageFailing(RoomEvent.StorageFailing failing) {
        out.event("storage", "works", failing.problem().isEmpty(), "problem", failing.problem());
    }

    @Override
    public void onStateChanged(RoomEvent.StateChanged changed) {
        MessageState state = changed.state();
        if (state == MessageState.DELIVERED || state == MessageState.NOT_DELIVERED) {
            undelivered--;
        }
        out.event("line", "line", changed.number(), "state", word(state));
    }

    @Override
    public void onGuessFailed(RoomEvent.GuessFailed failed) {
        out.event("guess_failed", "guesses_left", failed.guessesLeft());
    }

    @Override
    public void onPassphraseFailed(RoomEvent.PassphraseFailed failed) {
        out.event("passphrase_failed");
    }

    @Override
    public void onCodeNeeded(RoomEvent.CodeNeeded needed) {
        codeNeeded = true;
        out.event("code_needed");
    }

    @Override
    public void onPeerLeft(RoomEvent.PeerLeft left) {
        out.event("left", "reason", left.reason().raw(), "undelivered", left.unconfirmed());
    }

    @Override
    public void onRelayNotice(RoomEvent.RelayNotice notice) {
        out.event("notice", "text", notice.text().raw());
    }

    @Override
    public void onFiles(RoomEvent.Files files) {
        files.event().accept(new JsonFiles(out));
    }

    /** Told once the run is over: another place may be tried, or another token. */
    @Override
    public void onClosed(RoomEvent.Closed end) {
        closed = Optional.of(end);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

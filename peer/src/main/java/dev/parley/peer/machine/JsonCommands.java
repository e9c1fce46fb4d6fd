package dev.parley.peer.machine;

import dev.parley.crypto.SafetyNumber;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.StrictJson;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.FileException;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEffect;
import dev.parley.peer.ui.NickRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Commands as JSON, one object a line (docs/json.md). A bad one does nothing and is answered by an {@code error}. One thread. */
final class JsonCommands {
    /** What a program may call a line of its own. */
    private static final int MAX_ID_LENGTH = 128;

    private final JsonFace face;
    private final JsonLines out;
    private final PeerLoop loop;
    private final DiskDesk desk;
    private boolean spoke;

    JsonCommands(JsonFace face, JsonLines out, PeerLoop loop, DiskDesk desk) {
        this.desk = desk;
        this.face = face;
        this.out = out;
        this.loop = loop;
    }

    /** Whether anything was said. */
    boolean hasSpoken() {
        return spoke;
    }

    void take(InputLines.Input line) {
        if (line.tooLong()) {
            out.error("E_TOO_LONG", "a line may have " + InputLines.MAX_BYTES + " bytes");
            return;
        }
        byte[] bytes = line.bytes().orElseThrow().toByteArray();
        try {
            StrictJson command = StrictJson.parse(bytes, InputLines.MAX_BYTES);
            perform(command.text("type"), command);
        } catch (MessageException e) {
            out.error("E_BAD_COMMAND", "not a command as docs/json.md has them: " + e.getMessage());
        }
    }

    private void perform(String type, StrictJson command) throws MessageException {
        switch (type) {
            case "say" -> say(new Message.Text(text(command)), id(command));
            case "me" -> say(new Message.Action(text(command)), id(command));
            case "nick" -> rename(command.text("name"));
            case "verify" -> verify(command.text("safety_number"));
            case "trust" -> trust(command);
            case "leave" -> loop.submit((client, now) -> client.leave(now));
            case "offer" -> offer(command.text("path"));
            case "accept" -> onTransfer(command, RoomClient::accept);
            case "reject" -> onTransfer(command, RoomClient::reject);
            case "cancel" -> onTransfer(command, RoomClient::cancel);
            default ->
                out.error(
                        "E_UNKNOWN_COMMAND",
                        "known are say, me, nick, verify, trust, leave, offer, accept, reject, cancel; see docs/json.md");
        }
    }

    private static Optional<String> id(StrictJson command) throws MessageException {
        if (!command.has("id")) {
            return Optional.empty();
        }
        String id = command.text("id");
        if (id.length() > MAX_ID_LENGTH) {
            throw new MessageException("id is longer than " + MAX_ID_LENGTH);
        }
        return Optional.of(id);
    }

    private static Untrusted text(StrictJson command) throws MessageException {
        String text = command.text("text");
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MessageCodec.MAX_TEXT_BYTES) {
            throw new MessageException("text has 1 to " + MessageCodec.MAX_TEXT_BYTES + " bytes");
        }
        return Untrusted.of(text);
    }

    private void say(Message message, Optional<String> id) {
        spoke = true;
        loop.submit((client, now) -> {
            client.say(message)
                    .ifPresentOrElse(
                            number -> face.said(number, id),
                            () -> out.error(
                                    "E_FULL",
                                    "too much waits for delivery; say it again later"
                                            + id.map(own -> ": " + own).orElse("")));
            return List.of();
        });
    }

    private void rename(String name) {
        if (NickRule.problem(name).isPresent()) {
            out.error("E_BAD_NAME", "up to 32 visible characters of one alphabet, none of the program's own names");
            return;
        }
        loop.submit((client, now) -> {
            client.rename(Untrusted.of(name));
            client.say(new Message.Nick(Untrusted.of(name))).ifPresent(number -> face.said(number, Optional.empty()));
            return List.of();
        });
    }

    private void verify(String number) {
        Optional<SafetyNumber> seen = face.safety();
        if (seen.isEmpty() || !seen.get().matches(number)) {
            out.error("E_NOT_THE_SAME", "that is not the safety number of this room; do not trust who is there");
            return;
        }
        loop.submit((client, now) -> client.verified(seen.get()));
    }

    /** {@code waiting} says what becomes of lines meant for the one before: {@code send} or {@code drop}. */
    private void trust(StrictJson command) throws MessageException {
        String waiting = command.text("waiting");
        Optional<SafetyNumber> seen = face.safety();
        if (!waiting.equals("send") && !waiting.equals("drop")) {
            throw new MessageException("waiting is send or drop");
        }
        if (seen.isEmpty()) {
            out.error("E_NOTHING_TO_TRUST", "nobody waits for a decision");
            return;
        }
        loop.submit((client, now) -> {
            List<RoomEffect> effects = client.accept(seen.get(), waiting.equals("send"), now);
            if (effects.isEmpty()) {
                out.error("E_NOTHING_TO_TRUST", "nobody waits for a decision");
            }
            return effects;
        });
    }

    private void offer(String path) {
        try {
            Offer offer = desk.offer(desk.source(path));
            out.event(
                    "offered",
                    "id",
                    offer.id().hex(),
                    "path",
                    path,
                    "files",
                    offer.files(),
                    "bytes",
                    offer.bytes(),
                    "folder",
                    offer.folder());
            loop.submit((client, now) -> client.offer(offer));
        } catch (FileException e) {
            out.error("E_NO_FILE", "that cannot be sent (" + JsonFace.word(e.reason()) + "): " + path);
        }
    }

    private interface OnTransfer {
        List<RoomEffect> apply(RoomClient client, TransferId id);
    }

    private void onTransfer(StrictJson command, OnTransfer what) throws MessageException {
        String hex = command.text("id");
        if (!hex.matches("[0-9a-f]{32}")) {
            throw new MessageException("id is that of a file event");
        }
        loop.submit((client, now) -> what.apply(client, new TransferId(hex)));
    }
}

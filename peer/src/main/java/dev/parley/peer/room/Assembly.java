package dev.parley.peer.room;

import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.MessagePart;
import dev.parley.peer.chat.Untrusted;
import java.util.Optional;

/** Puts the parts of a long message together again, in order. */
final class Assembly {
    /** More parts than any honest message has. */
    private static final int MAX_PARTS = 512;

    private final StringBuilder unfinished = new StringBuilder();
    private int parts;

    /** The message that ends with {@code part}; empty for a part in between. Beyond the largest message it ends all the same. */
    Optional<Message> add(MessagePart part) {
        return part.message().accept(new Message.Handler<>() {
            @Override
            public Optional<Message> onText(Message.Text text) {
                return append(text.text(), part.more()).map(Message.Text::new);
            }

            @Override
            public Optional<Message> onAction(Message.Action action) {
                return append(action.text(), part.more()).map(Message.Action::new);
            }

            @Override
            public Optional<Message> onBytes(Message.Bytes bytes) {
                return Optional.of(bytes);
            }

            @Override
            public Optional<Message> onStored(Message.Stored stored) {
                return Optional.of(stored);
            }

            @Override
            public Optional<Message> onNick(Message.Nick nick) {
                return Optional.of(nick);
            }

            @Override
            public Optional<Message> onFile(Message.File file) {
                return Optional.of(file);
            }
        });
    }

    private Optional<Untrusted> append(Untrusted text, boolean more) {
        unfinished.append(text.raw());
        parts++;
        if (more && unfinished.length() < MessageCodec.MAX_TEXT_BYTES && parts < MAX_PARTS) {
            return Optional.empty();
        }
        String whole = unfinished.toString();
        unfinished.setLength(0);
        parts = 0;
        return Optional.of(Untrusted.of(whole));
    }
}

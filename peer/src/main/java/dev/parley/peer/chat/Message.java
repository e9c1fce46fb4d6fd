package dev.parley.peer.chat;

/** What one person means for the other. */
public sealed interface Message {
    <R> R accept(Handler<R> handler);

    /** Something said. */
    record Text(Untrusted text) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onText(this);
        }
    }

    /** Something done, as in {@code /me waves}. */
    record Action(Untrusted text) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onAction(this);
        }
    }

    /** A new display name. */
    record Nick(Untrusted name) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onNick(this);
        }
    }

    /** Nothing that a person said: the programs arrange files. */
    record File(FileNote note) implements Message {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.onFile(this);
        }
    }

    /** One method per kind. */
    interface Handler<R> {
        R onText(Text text);

        R onAction(Action action);

        R onNick(Nick nick);

        R onFile(File file);
    }
}

package dev.parley.peer.chat;

/** A message body or READY is not what the protocol allows. Holds nothing of it. */
public final class MessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MessageException(String what) {
        super(what);
    }
}

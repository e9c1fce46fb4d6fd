package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Session;
import java.util.Optional;

/** With whom we have a session: the one whom this room knows, and perhaps, in their place, somebody it does not. */
final class Company {
    private static final int MAX_UNUSABLE_IN_A_ROW = 2;

    /** Somebody across whom this room does not know: nothing of ours is told until the person decides. */
    record Stranger(Conversation conversation, Agreement agreement, Trust why) {}

    private Optional<Conversation> conversation = Optional.empty();
    private Optional<Stranger> stranger = Optional.empty();
    private int unusableInARow;

    /** The session to go on with in a new pairing. */
    Optional<Session> session() {
        return conversation.map(Conversation::session);
    }

    boolean hasSession() {
        return conversation.isPresent();
    }

    Conversation known() {
        return conversation.orElseThrow();
    }

    Optional<Stranger> stranger() {
        return stranger;
    }

    /** The one whose frames flow now. */
    Conversation current() {
        return stranger.map(Stranger::conversation).orElseGet(this::known);
    }

    /** By whose key we talk, or would. */
    Optional<IdentityKey> theirKey() {
        return stranger.map(Stranger::conversation).or(() -> conversation).map(Conversation::theirKey);
    }

    void meet(Conversation fresh) {
        dropSession();
        conversation = Optional.of(fresh);
    }

    /** Keeps the session aside and sees who this is first. */
    void hold(Stranger unknown) {
        stranger = Optional.of(unknown);
    }

    void frameOpened() {
        unusableInARow = 0;
    }

    /** A frame was missing or did not open: not again and again in the same session. */
    void frameUnusable() {
        if (stranger.isEmpty() && ++unusableInARow >= MAX_UNUSABLE_IN_A_ROW) {
            dropSession();
        }
    }

    void dropSession() {
        conversation.ifPresent(Conversation::close);
        conversation = Optional.empty();
        unusableInARow = 0;
    }

    void dropStranger() {
        stranger.ifPresent(unknown -> unknown.conversation().close());
        stranger = Optional.empty();
    }
}

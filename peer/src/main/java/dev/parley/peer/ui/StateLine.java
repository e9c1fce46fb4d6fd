package dev.parley.peer.ui;

import dev.parley.peer.room.Trust;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import java.util.List;
import java.util.Optional;

/** The line over the typing line: room, trust, state; always in words, whatever the colours. */
final class StateLine {
    private final Texts texts;

    StateLine(Texts texts) {
        this.texts = texts;
    }

    /** @param trust empty as long as nobody was there */
    Line of(String label, Optional<Trust> trust, RoomState state, String theirName) {
        String where = state.text(texts, theirName);
        return new Line(List.of(
                new Span(Style.NOTE, "[" + label + " · "),
                new Span(
                        trust.map(StateLine::style).orElse(Style.NOTE),
                        trust.map(this::trust).orElse(where)),
                new Span(Style.NOTE, (trust.isPresent() ? " · " + where : "") + "]")));
    }

    static Style style(Trust trust) {
        return trust == Trust.VERIFIED ? Style.GOOD : Style.WARNING;
    }

    String trust(Trust trust) {
        return switch (trust) {
            case VERIFIED -> texts.get("trust.verified");
            case UNVERIFIED -> texts.get("trust.unverified");
            case KNOWN -> texts.get("trust.known");
            case CHANGED -> texts.get("trust.changed");
            case CONTINUITY_LOST -> texts.get("trust.lost");
        };
    }
}

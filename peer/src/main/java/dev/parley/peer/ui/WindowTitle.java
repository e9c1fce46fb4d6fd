package dev.parley.peer.ui;

import java.util.function.Consumer;

/** The title of the window: the label of the room, never anything that the other side or the relay chose. What was there comes back. */
final class WindowTitle {
    private static final String PUSH = "\033[22;2t";
    private static final String POP = "\033[23;2t";

    private final Consumer<String> terminal;
    private final Look look;
    private String shown = "";

    WindowTitle(Consumer<String> terminal, Look look) {
        this.terminal = terminal;
        this.look = look;
    }

    /** @param label safe to show */
    synchronized void show(String label) {
        if (!look.titles() || !look.switches().is(Switches.Name.TITLE, true)) {
            giveBack();
        } else if (!label.equals(shown)) {
            terminal.accept((shown.isEmpty() ? PUSH : "") + "\033]2;parley " + label + "\007");
            shown = label;
        }
    }

    synchronized void giveBack() {
        if (!shown.isEmpty()) {
            shown = "";
            terminal.accept(POP);
        }
    }
}

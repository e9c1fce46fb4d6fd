package dev.parley.peer.ui;

import java.util.List;
import java.util.Map;

/**
 * What a terminal can do and what its person wants of it.
 *
 * @param colour whether anything is coloured; nothing is told by colour alone
 * @param reflows whether what stands on the screen is wrapped anew when the window changes its width
 * @param titles whether the title of the window can be set, and given back
 */
public record Look(boolean colour, boolean reflows, boolean titles, Switches switches) {
    private static final List<String> WITH_TITLES = List.of(
            "xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "konsole", "vte", "gnome", "kitty", "putty");

    /**
     * What the environment tells.
     *
     * @param colourWanted {@code always}, {@code never} or {@code auto}
     */
    public static Look of(Map<String, String> environment, String colourWanted, Switches switches) {
        String type = environment.getOrDefault("TERM", "");
        boolean multiplexed = has(environment, "TMUX");
        boolean fixed = has(environment, "XTERM_VERSION") || type.startsWith("screen") || type.equals("linux");
        return new Look(
                colour(environment, colourWanted),
                multiplexed || !fixed,
                WITH_TITLES.stream().anyMatch(type::startsWith),
                switches);
    }

    private static boolean colour(Map<String, String> environment, String wanted) {
        return switch (wanted) {
            case "always" -> true;
            case "never" -> false;
            default ->
                !has(environment, "NO_COLOR")
                        && (has(environment, "CLICOLOR_FORCE")
                                        && !environment.get("CLICOLOR_FORCE").equals("0")
                                || !"0".equals(environment.get("CLICOLOR")));
        };
    }

    private static boolean has(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }
}

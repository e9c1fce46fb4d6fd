package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import java.util.Locale;

/** {@code /help}, {@code /bell}, {@code /title} and {@code /qr}: what the screen shows, and how. */
final class ScreenCommands {
    private final Desk desk;
    private final Help help;

    ScreenCommands(Desk desk) {
        this.desk = desk;
        this.help = new Help(desk.texts());
    }

    void help(String topic) {
        help.about(topic)
                .ifPresentOrElse(
                        lines -> lines.forEach(line -> desk.screen().tell(Line.note(line))),
                        () -> desk.warn(
                                "help.unknown", SafeText.line(Untrusted.of(topic)), String.join(", ", Help.TOPICS)));
    }

    /** {@code on}, {@code off}, or nothing to see which it is. */
    void turn(Switches.Name name, String argument) {
        String key = name.name().toLowerCase(Locale.ROOT);
        Switches switches = desk.screen().switches();
        switch (argument.toLowerCase(Locale.ROOT)) {
            case "on" -> switches.turn(name, true);
            case "off" -> switches.turn(name, false);
            case "" -> {}
            default -> {
                desk.warn("switch.bad", key);
                return;
            }
        }
        String state = switches.get(name).map(on -> on ? "on" : "off").orElse("usual");
        desk.note("switch." + key + "." + state);
    }

    /** Also {@code light} and {@code dark}, for terminals without colours; without an argument it draws. */
    void qr(String argument) {
        switch (argument.toLowerCase(Locale.ROOT)) {
            case "" -> {
                if (!desk.view().drawInvitation()) {
                    desk.note("qr.nothing");
                }
            }
            case "light", "dark" -> {
                desk.screen().switches().turn(Switches.Name.LIGHT, argument.equalsIgnoreCase("light"));
                desk.note("qr.theme");
            }
            default -> turn(Switches.Name.QR, argument);
        }
    }
}

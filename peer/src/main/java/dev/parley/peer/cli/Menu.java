package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.NickRule;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code parley} without arguments, at a terminal: asks what to do and remembers the answers. Gives the command line it stands for. */
final class Menu {
    private final Wiring wiring;
    private final Config config;

    Menu(Wiring wiring, Config config) {
        this.wiring = wiring;
        this.config = config;
    }

    /** The arguments chosen; empty if the person gives up. */
    Optional<List<String>> ask(Screen screen) throws InterruptedException {
        Texts texts = wiring.texts();
        screen.tell(Line.note(texts.get("menu.title")));
        List<String> arguments = new ArrayList<>();
        while (arguments.isEmpty()) {
            Optional<String> choice = screen.ask(texts.get("menu.choice"), false);
            if (choice.isEmpty()) {
                return Optional.empty();
            }
            switch (choice.get().strip().toLowerCase(Locale.ROOT)) {
                case "h", "host", "hospedar" -> arguments.add("host");
                case "o", "open", "a", "abrir" -> arguments.add("open");
                case "j", "join", "e", "entrar" -> arguments.add("join");
                default -> screen.tell(Line.note(texts.get("menu.badChoice")));
            }
        }
        if (!arguments.get(0).equals("host")) {
            Optional<String> relay = askRelay(screen);
            if (relay.isEmpty()) {
                return Optional.empty();
            }
            config.remember("relay", relay.get());
            arguments.addAll(List.of("--relay", relay.get()));
        }
        Optional<String> name = askName(screen);
        name.ifPresent(chosen -> {
            config.remember("name", chosen);
            arguments.addAll(List.of("--name", chosen));
        });
        return name.map(chosen -> arguments);
    }

    private Optional<String> askRelay(Screen screen) throws InterruptedException {
        String before = config.get("relay").orElse("localhost:" + RelayAddress.DEFAULT_PORT);
        while (true) {
            Optional<String> typed = screen.ask(wiring.texts().get("menu.relay", before), false);
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            String chosen = typed.get().isBlank() ? before : typed.get().strip();
            if (RelayAddress.parse(chosen).isPresent()) {
                return Optional.of(chosen);
            }
            screen.tell(Line.warning(wiring.texts().get("menu.badRelay")));
        }
    }

    private Optional<String> askName(Screen screen) throws InterruptedException {
        String before = config.get("name").orElse(System.getProperty("user.name", "me"));
        while (true) {
            Optional<String> typed = screen.ask(wiring.texts().get("menu.name", before), false);
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            String chosen = typed.get().isBlank() ? before : typed.get().strip();
            Optional<String> problem = NickRule.problem(chosen);
            if (problem.isEmpty()) {
                return Optional.of(chosen);
            }
            before = "guest";
            screen.tell(Line.warning(wiring.texts().get(problem.get(), "that")));
        }
    }
}

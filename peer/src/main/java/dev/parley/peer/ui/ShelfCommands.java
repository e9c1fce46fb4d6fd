package dev.parley.peer.ui;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import java.util.List;
import java.util.Optional;

/** {@code /save} and {@code /forget}. */
final class ShelfCommands {
    private static final String LOCK = " lock";

    private final Desk desk;
    private final Shelf shelf;

    ShelfCommands(Desk desk, Shelf shelf) {
        this.desk = desk;
        this.shelf = shelf;
    }

    /** {@code /save NAME}, or {@code /save NAME lock} to ask for a passphrase of the saved room. */
    void save(String argument) throws InterruptedException {
        boolean locks = argument.endsWith(LOCK);
        String name =
                locks ? argument.substring(0, argument.length() - LOCK.length()).strip() : argument;
        if (name.isEmpty()) {
            desk.warn("save.empty");
            return;
        }
        Optional<Secret> passphrase = Optional.empty();
        if (locks) {
            Optional<String> typed = desk.screen().ask(desk.texts().get("save.ask"), true);
            Optional<String> again = desk.screen().ask(desk.texts().get("save.again"), true);
            if (typed.isEmpty() || !typed.equals(again) || RoomName.isEmptyPassphrase(typed.get())) {
                desk.warn("save.differs");
                return;
            }
            passphrase = Optional.of(RoomName.passphrase(typed.get()));
        }
        Optional<Secret> lock = passphrase;
        desk.loop().submit((client, now) -> {
            Optional<String> problem = shelf.save(name, lock);
            if (problem.isPresent()) {
                desk.warn("save.not", problem.get());
            } else {
                client.keep(true);
                desk.view().relabelled(name);
                desk.note(lock.isPresent() ? "save.locked" : "save.done", name.contains(" ") ? '"' + name + '"' : name);
            }
            return List.of();
        });
    }

    void forget() {
        desk.loop().submit((client, now) -> {
            boolean was = shelf.forget();
            client.keep(false);
            desk.note(was ? "forget.done" : "forget.never");
            return List.of();
        });
    }
}

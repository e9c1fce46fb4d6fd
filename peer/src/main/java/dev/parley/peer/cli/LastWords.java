package dev.parley.peer.cli;

import dev.parley.crypto.Pin;
import dev.parley.peer.machine.MachineScreen;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.ProxyProblem;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.SocksProxy;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.FileErrand;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.util.Optional;

/** What a person is told of the end of a room: what, what was seen, what to try. */
record LastWords(
        RelayAddress relay, Optional<KnownRelay> last, Optional<SocksProxy> proxy, Optional<FileErrand> errand) {

    /** Tells it, and gives the exit code. */
    int tell(RoomEvent.Closed end, Screen screen, Texts texts) {
        boolean isErrand = errand.isPresent() && end.outcome().isFarewell();
        int exitCode = isErrand ? errand.get().exitCode() : end.outcome().exitCode();
        String text = isErrand ? of(errand.get(), texts) : of(end, texts);
        text.lines().forEach(line -> screen.tell(exitCode == 0 ? Line.note(line) : Line.warning(line)));
        if (screen instanceof MachineScreen machine) {
            machine.ended(end);
        }
        return exitCode;
    }

    private static String of(FileErrand done, Texts texts) {
        return done.exitCode() == 0 ? "" : texts.get(done.isSending() ? "files.end.notSent" : "files.end.notReceived");
    }

    private String of(RoomEvent.Closed end, Texts texts) {
        Optional<ProxyProblem> proxyProblem = last.flatMap(KnownRelay::proxyProblem);
        String key = "end." + end.outcome().name();
        if (end.outcome() == Outcome.RELAY_UNREACHABLE && proxyProblem.isPresent()) {
            key += ".proxy";
        } else if (end.outcome() == Outcome.RELAY_UNREACHABLE && !relay.isTls()) {
            key += ".plain";
        }
        return texts.get(
                key,
                relay.place(),
                end.unconfirmed(),
                pinText(relay.pin()),
                pinText(last.flatMap(KnownRelay::refused)),
                proxy.map(SocksProxy::place).orElse("-"),
                proxyProblem
                        .map(problem -> texts.get("proxy." + problem.name()))
                        .orElse("-"));
    }

    private static String pinText(Optional<Pin> pin) {
        return pin.map(Pin::format).orElse("-");
    }
}

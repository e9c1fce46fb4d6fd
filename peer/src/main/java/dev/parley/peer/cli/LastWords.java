package dev.parley.peer.cli;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.ProxyProblem;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.SocksProxy;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.Texts;
import java.util.Optional;

/** What a person is told of the end of a room: what, what was seen, what to try. */
record LastWords(RelayAddress relay, Optional<KnownRelay> last, Optional<SocksProxy> proxy) {
    String of(RoomEvent.Closed end, Texts texts) {
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

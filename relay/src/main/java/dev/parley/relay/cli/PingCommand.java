package dev.parley.relay.cli;

import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.WireException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley-relay ping URL}: whether a relay can be reached as peers reach it. */
@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        description =
                "Visit a relay as a peer would, without taking a seat, and tell what it says and how long it takes.")
final class PingCommand implements Callable<Integer> {
    private static final String[] ADMISSION = {"open", "token", "listed key", "token or listed key"};

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "parley://HOST[:PORT]#pin=PIN, tcp://HOST[:PORT], or HOST[:PORT].")
    private String text;

    @Override
    public Integer call() throws Exception {
        RelayUrl url = RelayUrl.parse(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "this is no address of a relay: parley://HOST:4433#pin=..., or tcp://HOST"));
        try (Ping ping = new Ping(url)) {
            return visit(ping, url);
        }
    }

    private int visit(Ping ping, RelayUrl url) throws CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        try {
            long connected = ping.connect();
            out.println("connected     in " + millis(connected) + ", "
                    + ping.cipher().orElse("plain TCP"));
            ping.seenPin()
                    .ifPresent(pin -> out.println("pin           " + pin
                            + (url.pin().isPresent() ? ", as it should be" : ", NOT CHECKED: the URL names none")));
            RelayFrame first = ping.read();
            if (first instanceof RelayFrame.Refused refused) {
                out.println("refused       "
                        + Refusal.of(refused.code()).map(Refusal::name).orElse("code " + refused.code()));
                return RelayMain.EXIT_INTERNAL;
            }
            if (!(first instanceof RelayFrame.Welcome welcome)) {
                throw new WireException(WireException.Reason.UNKNOWN_TYPE);
            }
            tell(out, welcome);
            out.println("round trip    " + millis(ping.echo()));
            return 0;
        } catch (WireException e) {
            if (ping.metTls()) {
                throw new CommandFailure(
                        "E_RELAY_IS_TLS",
                        "what answers there speaks TLS",
                        "parley://" + url.host() + ":" + url.port(),
                        RelayMain.EXIT_PROTOCOL);
            }
            throw new CommandFailure(
                    "E_NOT_A_RELAY",
                    "something answers, and it is not a relay",
                    "check host and port; parley:// for TLS, tcp:// for plain TCP",
                    RelayMain.EXIT_PROTOCOL);
        } catch (IOException e) {
            throw failure(ping, url, e);
        } finally {
            out.flush();
        }
    }

    private static void tell(PrintWriter out, RelayFrame.Welcome welcome) {
        out.println("protocol      " + welcome.minProtocol() + " to " + welcome.maxProtocol());
        out.println("envelopes     up to " + welcome.maxEnvelope() + " bytes");
        out.println("keep-alive    " + welcome.keepAliveSeconds() + " s; a seat is held for "
                + welcome.seatHoldSeconds() + " s");
        int admission = welcome.admission();
        out.println("admission     " + (admission < ADMISSION.length ? ADMISSION[admission] : "unknown: " + admission));
        if (!welcome.notice().isEmpty()) {
            // Foreign text: nothing in it may reach the terminal as a command.
            out.println("notice        " + welcome.notice().replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?"));
        }
    }

    private static CommandFailure failure(Ping ping, RelayUrl url, IOException e) {
        if (url.pin().isPresent() && ping.seenPin().isPresent() && !url.pin().equals(ping.seenPin())) {
            return new CommandFailure(
                    "E_RELAY_CHANGED",
                    "this relay shows another key: " + ping.seenPin().get(),
                    "ask whoever runs it; somebody may be in between",
                    RelayMain.EXIT_PROTOCOL);
        }
        return new CommandFailure(
                "E_RELAY_UNREACHABLE",
                "no relay answers at " + url.host() + " port " + url.port() + ": " + e.getMessage(),
                "is it running, is the port open in the firewall, is it TLS or plain?",
                RelayMain.EXIT_UNREACHABLE);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}

package dev.parley.relay.cli;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.Challenges;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.config.Labels;
import dev.parley.relay.config.TokenFile;
import dev.parley.wire.AccessToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley-relay token}: who may use the relay, by tokens. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Tokens that let somebody use this relay. The first one closes it to everybody else.")
final class TokenCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: token add|list|remove");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes a token and prints it, once: the relay keeps only its hash.")
    int add(
            @Mixin ListFolder folder,
            @Parameters(paramLabel = "LABEL", description = "Whom it is for, in your words.") String label,
            @Option(
                            names = "--expires",
                            paramLabel = "WHEN",
                            description = "12h, 30d, 4w, or a last day such as 2027-01-31 (UTC). Default: never.")
                    Optional<String> expires) {
        Instant now = Instant.now();
        Optional<Instant> end = expires.flatMap(text -> Expiry.parse(text, now));
        if (expires.isPresent() && end.isEmpty()) {
            return misused("--expires takes a time to come", "--expires 12h, 30d, 4w or a day such as 2027-01-31");
        }
        if (!Labels.isGood(label)) {
            return misused("the label takes " + Labels.RULE, "parley-relay token add anna --expires 30d");
        }
        return ListErrors.changed(spec.commandLine(), folder.resolve(), () -> {
            TokenFile file = file(folder);
            Optional<List<ListedToken>> before = file.read();
            List<ListedToken> tokens = new ArrayList<>(before.orElse(List.of()));
            if (tokens.stream().anyMatch(token -> token.label().equals(label))) {
                return misused("there is a token for " + label, "another label, or token remove first");
            }
            if (tokens.size() >= Admission.MAX_TOKENS) {
                return misused("there are " + Admission.MAX_TOKENS + " tokens", "token remove, for those not in use");
            }
            AccessToken token = new Challenges().freshToken();
            OptionalLong expiry =
                    end.map(it -> OptionalLong.of(it.toEpochMilli())).orElse(OptionalLong.empty());
            tokens.add(new ListedToken(label, token.hash(), expiry));
            file.write(tokens);
            spec.commandLine().getOut().println(token.format());
            spec.commandLine().getOut().flush();
            note("shown once: hand it to " + label + " as you would a password"
                    + end.map(it -> "; it expires " + it).orElse(""));
            if (before.isEmpty()) {
                note("from now on the relay of " + folder.resolve() + " serves only who has a token or a listed key,"
                        + " unless its configuration says otherwise");
            }
            return 0;
        });
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Labels of the tokens and when they expire.")
    int list(@Mixin ListFolder folder) {
        return ListErrors.told(spec.commandLine(), () -> {
            Optional<List<ListedToken>> tokens = file(folder).read();
            long now = System.currentTimeMillis();
            for (ListedToken token : tokens.orElse(List.of())) {
                String end = token.expiresMillis().isEmpty()
                        ? "never expires"
                        : (token.isExpired(now) ? "EXPIRED " : "expires ")
                                + Instant.ofEpochMilli(token.expiresMillis().getAsLong());
                spec.commandLine().getOut().println(token.label() + "\t" + end);
            }
            spec.commandLine().getOut().flush();
            if (tokens.isEmpty()) {
                note("no tokens are asked for: there is no " + file(folder).path());
            } else if (tokens.get().isEmpty()) {
                note("there are no tokens, so none lets anybody in");
            }
            return 0;
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes a token back. Who sits in a room stays until it reconnects.")
    int remove(@Mixin ListFolder folder, @Parameters(paramLabel = "LABEL") String label) {
        return ListErrors.removed(spec.commandLine(), folder.resolve(), () -> {
            TokenFile file = file(folder);
            List<ListedToken> tokens = new ArrayList<>(file.read().orElse(List.of()));
            if (!tokens.removeIf(token -> token.label().equals(label))) {
                return misused("there is no token for " + label, "parley-relay token list");
            }
            file.write(tokens);
            if (tokens.isEmpty()) {
                note("no token is left: nobody comes in by one. Remove " + file.path() + " to stop asking for tokens");
            }
            return 0;
        });
    }

    private static TokenFile file(ListFolder folder) {
        return new AdmissionFolder(folder.resolve()).tokens();
    }

    private int misused(String problem, String advice) {
        return ListErrors.misused(spec.commandLine(), problem, advice);
    }

    private void note(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }
}

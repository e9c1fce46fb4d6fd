package dev.parley.relay.cli;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.ListedKey;
import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.config.KeyFile;
import dev.parley.relay.config.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley-relay keys}: who may use the relay, by access keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Access keys that let somebody use this relay. The first one closes it to everybody else.")
final class KeysCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: keys add|list|remove");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Lists a key: the line that `parley access-key` printed.")
    int add(
            @Mixin ListFolder folder,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "LINE",
                            description = "parley-rsa BASE64 [LABEL]; public, no secret.")
                    List<String> words,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            description = "Whose it is, instead of what the line says.")
                    Optional<String> label) {
        Optional<ListedKey> parsed = ListedKey.parse(String.join(" ", words))
                .map(key -> label.map(key::labelled).orElse(key));
        if (parsed.isEmpty()) {
            return misused(
                    "that is no line of `parley access-key`",
                    "parley-relay keys add parley-rsa MIIBIjANBgkq... anna, all of it");
        }
        ListedKey key = parsed.get();
        if (!Labels.isGood(key.label())) {
            return misused("the label takes " + Labels.RULE, "--label anna");
        }
        return ListErrors.changed(spec.commandLine(), folder.resolve(), () -> {
            KeyFile file = file(folder);
            Optional<List<ListedKey>> before = file.read();
            List<ListedKey> keys = new ArrayList<>(before.orElse(List.of()));
            if (keys.stream().anyMatch(listed -> listed.id().equals(key.id()))) {
                return misused("this key is listed", "parley-relay keys list");
            }
            if (keys.size() >= Admission.MAX_KEYS) {
                return misused("there are " + Admission.MAX_KEYS + " keys", "keys remove, for those not in use");
            }
            keys.add(key);
            file.write(keys);
            spec.commandLine().getOut().println(key.id().format() + "\t" + key.label());
            spec.commandLine().getOut().flush();
            if (before.isEmpty()) {
                note("from now on the relay of " + folder.resolve() + " serves only who has a token or a listed key,"
                        + " unless its configuration says otherwise");
            }
            return 0;
        });
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Ids and labels of the listed keys.")
    int list(@Mixin ListFolder folder) {
        return ListErrors.told(spec.commandLine(), () -> {
            Optional<List<ListedKey>> keys = file(folder).read();
            for (ListedKey key : keys.orElse(List.of())) {
                spec.commandLine().getOut().println(key.id().format() + "\t" + key.label());
            }
            spec.commandLine().getOut().flush();
            if (keys.isEmpty()) {
                note("no keys are asked for: there is no " + file(folder).path());
            } else if (keys.get().isEmpty()) {
                note("there are no keys, so none lets anybody in");
            }
            return 0;
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes a key off the list. Who sits in a room stays until it reconnects.")
    int remove(
            @Mixin ListFolder folder,
            @Parameters(paramLabel = "LABEL|ID", description = "The label, or SHA256:... where two have the same.")
                    String name) {
        return ListErrors.removed(spec.commandLine(), folder.resolve(), () -> {
            KeyFile file = file(folder);
            List<ListedKey> keys = new ArrayList<>(file.read().orElse(List.of()));
            List<ListedKey> meant = keys.stream()
                    .filter(key -> key.label().equals(name) || key.id().format().equals(name))
                    .toList();
            if (meant.size() != 1) {
                return misused(
                        meant.isEmpty() ? "there is no key of " + name : "there is more than one key of " + name,
                        "parley-relay keys list, and the id");
            }
            keys.removeAll(meant);
            file.write(keys);
            if (keys.isEmpty()) {
                note("no key is left: nobody comes in by one. Remove " + file.path() + " to stop asking for keys");
            }
            return 0;
        });
    }

    private static KeyFile file(ListFolder folder) {
        return new AdmissionFolder(folder.resolve()).keys();
    }

    private int misused(String problem, String advice) {
        return ListErrors.misused(spec.commandLine(), problem, advice);
    }

    private void note(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }
}

package dev.parley.relay.cli;

import dev.parley.relay.admission.AddressPrefix;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.DenyList;
import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.config.DenyFile;
import dev.parley.wire.KeyId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley-relay deny}: who is not served. */
@Command(
        name = "deny",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Addresses and access keys that are not served, on an open relay too.")
final class DenyCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: deny add|list|remove");
    }

    /** One line of the list. */
    private record Entry(Optional<AddressPrefix> address, Optional<KeyId> key) {
        static Entry parse(String text) {
            return new Entry(AddressPrefix.parse(text), KeyId.parse(text));
        }

        boolean isNothing() {
            return address.isEmpty() && key.isEmpty();
        }

        boolean isIn(DenyList list) {
            return address.filter(list.addresses()::contains).isPresent()
                    || key.filter(list.keys()::contains).isPresent();
        }

        String format() {
            return address.map(AddressPrefix::format)
                    .or(() -> key.map(KeyId::format))
                    .orElseThrow();
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Denies an address, a block of addresses or a key from its next connection on.")
    int add(@Mixin ListFolder folder, @Parameters(paramLabel = "ADDRESS|KEY", description = FORM) String text) {
        return change(folder, text, true);
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Serves it again.")
    int remove(@Mixin ListFolder folder, @Parameters(paramLabel = "ADDRESS|KEY", description = FORM) String text) {
        return change(folder, text, false);
    }

    private static final String FORM =
            "192.0.2.7, 192.0.2.0/24, 2001:db8::/48, an IPv6 address alone for its /64, or SHA256:... of a key.";

    private int change(ListFolder folder, String text, boolean denied) {
        Entry entry = Entry.parse(text);
        if (entry.isNothing()) {
            return ListErrors.misused(spec.commandLine(), "that is no address and no key id", FORM);
        }
        ListErrors.Work work = () -> {
            DenyFile file = new AdmissionFolder(folder.resolve()).deny();
            DenyList before = file.read();
            if (entry.isIn(before) == denied) {
                return ListErrors.misused(
                        spec.commandLine(),
                        entry.format() + (denied ? " is denied already" : " is not on the list"),
                        "parley-relay deny list");
            }
            if (denied && before.addresses().size() + before.keys().size() >= Admission.MAX_DENIED) {
                return ListErrors.misused(
                        spec.commandLine(), "the list is full", "one block instead of many addresses");
            }
            Set<AddressPrefix> addresses = new LinkedHashSet<>(before.addresses());
            Set<KeyId> keys = new LinkedHashSet<>(before.keys());
            if (denied) {
                entry.address().ifPresent(addresses::add);
                entry.key().ifPresent(keys::add);
            } else {
                entry.address().ifPresent(addresses::remove);
                entry.key().ifPresent(keys::remove);
            }
            file.write(new DenyList(addresses.stream().toList(), keys));
            spec.commandLine().getOut().println(entry.format());
            spec.commandLine().getOut().flush();
            return 0;
        };
        return denied
                ? ListErrors.changed(spec.commandLine(), folder.resolve(), work)
                : ListErrors.removed(spec.commandLine(), folder.resolve(), work);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Who is denied.")
    int list(@Mixin ListFolder folder) {
        return ListErrors.told(spec.commandLine(), () -> {
            DenyList denied = new AdmissionFolder(folder.resolve()).deny().read();
            denied.addresses().forEach(it -> spec.commandLine().getOut().println(it.format()));
            denied.keys().stream()
                    .map(KeyId::format)
                    .sorted()
                    .forEach(it -> spec.commandLine().getOut().println(it));
            spec.commandLine().getOut().flush();
            return 0;
        });
    }
}

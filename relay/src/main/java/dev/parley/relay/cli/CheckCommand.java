package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Key;
import dev.parley.relay.config.ListenAddress;
import dev.parley.relay.config.Origin;
import dev.parley.relay.config.RelayConfig;
import dev.parley.relay.log.LogLevel;
import dev.parley.relay.log.RelayLog;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley-relay check}: whether a relay could start with this configuration. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check relay.json, environment, flags and the files they name; exit 78 if something is wrong.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--explain", description = "Print what each key means.")
    private boolean isExplained;

    @Option(names = "--show-config", description = "Print every value and where it comes from.")
    private boolean isShown;

    @Override
    public Integer call() throws Exception {
        if (isExplained) {
            explain(options.out());
            return 0;
        }
        ConfigSource source = options.source();
        RelayConfig config = source.config();
        for (ListenAddress address : config.listening().addresses()) {
            resolve(address);
        }
        if (TlsKeys.files(config).exist()) {
            TlsKeys.files(config).read();
        }
        String admission = AdmissionWatch.of(
                        source, config, new RelayLog(OutputStream.nullOutputStream(), LogLevel.ERROR))
                .word();
        if (isShown) {
            options.show(source.settings());
        }
        options.out().println("good: a relay would start with this; admission " + admission);
        options.out().flush();
        return 0;
    }

    private static void resolve(ListenAddress address) throws ConfigException {
        try {
            address.resolve();
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    Origin.FILE,
                    "listen names no host that is known here: " + address.host(),
                    "an address of this machine");
        }
    }

    private static void explain(PrintWriter out) {
        for (Key key : Key.values()) {
            out.println(key.json());
            out.println("    " + key.meaning());
            out.println("    takes    " + key.range());
            out.println("    default  " + (key.defaultText().isEmpty() ? "nothing" : key.defaultText()));
            out.println("    flag     " + key.flag() + "   environment  " + key.variable());
            out.println("    change   " + (key.isReloadable() ? "SIGHUP" : "restart"));
        }
        out.flush();
    }
}

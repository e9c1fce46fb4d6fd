package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Origin;
import dev.parley.relay.config.RelayConfig;
import dev.parley.relay.config.RelayFile;
import dev.parley.relay.config.Settings;
import dev.parley.relay.tls.PemFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley-relay init}: a folder with every key at its default and a TLS key of the relay's own. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Write relay.json with every key at its default, or as the flags say, and make the relay's TLS key.",
            "Replaces nothing that is there."
        })
final class InitCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        Path folder = options.folder(System.getenv());
        Settings settings = Settings.defaults().with(Origin.FLAG, options.flags());
        RelayConfig config = RelayConfig.of(folder, settings);
        RelayFolder.make(folder);
        Path file = folder.resolve(RelayFile.NAME);
        write(file, RelayFile.format(settings));
        PemFiles pem = TlsKeys.files(config);
        TlsKeys.makeIfAbsent(config);
        options.out().println("wrote " + file);
        options.out()
                .println("peer URL "
                        + new PeerUrl(
                                        config,
                                        config.listening().addresses().get(0).port())
                                .of(pem.read().pin()));
        options.out().println("start it with: parley-relay run --dir " + folder);
        options.out().flush();
        return 0;
    }

    private static void write(Path file, String text) throws ConfigException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(
                    Origin.FILE, file + " is there already", "edit it, or name another folder with --dir");
        } catch (IOException e) {
            throw new ConfigException(
                    Origin.FILE, "cannot write " + file, "the folder must be writable, or name another with --dir");
        }
    }
}

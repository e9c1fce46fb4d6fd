package dev.parley.peer.cli;

import dev.parley.peer.net.SocksProxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What relays are reached through. A flag wins as in {@link CommonOptions}; nothing ever goes around a proxy that was asked for. */
final class ProxyOption {
    private static final String FORM = "socks5://HOST:PORT, such as socks5://127.0.0.1:9050 for Tor";

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = {
                "Reach the relay through a SOCKS 5 proxy: socks5://HOST:PORT. It looks up the relay's name; .onion names work.",
                "Default: PARLEY_PROXY, which may hold USER:PASSWORD@, then config.json. See docs/tor.md."
            })
    private String proxy;

    @Option(
            names = "--proxy-file",
            paramLabel = "FILE",
            description = "The same from the first line of FILE, with USER:PASSWORD@ if need be.")
    private String proxyFile;

    Optional<SocksProxy> proxy(Config config, Map<String, String> environment) throws UsageException {
        if (proxyFile != null) {
            return parse(FirstLine.of(Path.of(proxyFile), "--proxy-file"), "--proxy-file holds");
        }
        if (proxy != null) {
            Optional<SocksProxy> read = parse(proxy, "--proxy takes");
            if (read.isPresent() && read.get().hasLogin()) {
                throw new UsageException(
                        "--proxy takes no password: other users of the machine would see it; use PARLEY_PROXY or --proxy-file");
            }
            return read;
        }
        Optional<String> set =
                Optional.ofNullable(environment.get("PARLEY_PROXY")).filter(text -> !text.isBlank());
        if (set.isPresent()) {
            return parse(set.get(), "PARLEY_PROXY holds");
        }
        Optional<String> kept = config.get("proxy");
        Optional<SocksProxy> read =
                kept.isEmpty() ? Optional.empty() : parse(kept.get(), "\"proxy\" in config.json is");
        if (read.isPresent() && read.get().hasLogin()) {
            throw new UsageException("config.json holds no passwords; use PARLEY_PROXY or --proxy-file");
        }
        return read;
    }

    private static Optional<SocksProxy> parse(String text, String where) throws UsageException {
        Optional<SocksProxy> read = SocksProxy.parse(text);
        if (read.isEmpty()) {
            throw new UsageException(where + " " + FORM);
        }
        return read;
    }
}

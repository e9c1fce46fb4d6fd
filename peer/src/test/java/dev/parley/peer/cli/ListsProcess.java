package dev.parley.peer.cli;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.RelayAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Another program that meets relays: remembers {@code COUNT} of them, one after the other, once it is told to go. */
final class ListsProcess {
    private ListsProcess() {}

    static Process start(Path folder, String name, int count) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListsProcess.class.getName(),
                        folder.toString(),
                        name,
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", arguments[0]);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String place = arguments[1] + i + ".example.org";
            RelayAddress relay =
                    RelayAddress.parse(place).orElseThrow().pinned(Pin.ofSpki(place.getBytes(StandardCharsets.UTF_8)));
            Optional<String> problem = RelayPins.remember(environment, relay);
            if (problem.isPresent()) {
                throw new AssertionError(problem.get());
            }
        }
    }
}

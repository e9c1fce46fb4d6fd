package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills a receiver at points that chance chooses: what has a final name is whole, every time. */
final class KilledReceiver {
    private static final int MAX_MILLIS = 900;

    private KilledReceiver() {}

    /** Gives how many final names there were in all. */
    static int run(Path folder, int kills, long seed) throws Exception {
        Random random = new Random(seed);
        byte[] bytes = DepositProcess.bytes();
        int whole = 0;
        for (int i = 0; i < kills; i++) {
            try (DepositProcess receiver = DepositProcess.start(folder)) {
                receiver.awaitReady();
                // Where in its work it is killed is what chance is to choose.
                TimeUnit.MICROSECONDS.sleep(random.nextInt(MAX_MILLIS * 1_000));
                receiver.kill();
            }
            whole += check(folder, bytes, "kill " + i + ", seed " + seed);
        }
        return whole;
    }

    /** What has a final name is compared and removed; parts are left for the next run to go on with. */
    private static int check(Path folder, byte[] bytes, String when) throws IOException {
        int whole = 0;
        try (Folder there = Folder.open(folder);
                Stream<Path> all = Files.list(folder)) {
            for (Path path : all.toList()) {
                String name = path.getFileName().toString();
                if (name.startsWith(".parley-")) {
                    continue;
                }
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    checkTree(path, bytes, when);
                } else {
                    assertThat(path).as(when).hasBinaryContent(bytes);
                }
                whole++;
                there.remove(name);
            }
        }
        return whole;
    }

    /** A folder is there with all its files, or as the empty place that was taken for it. */
    private static void checkTree(Path tree, byte[] bytes, String when) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files.size()).as(when).isIn(0, 3);
            for (Path file : files) {
                assertThat(file).as(when).hasBinaryContent(bytes);
            }
        }
    }
}

package dev.parley.peer.conformance;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.Verdict.Result;
import dev.parley.peer.net.RelayAddress;
import dev.parley.vectors.VectorFile;
import dev.parley.vectors.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** All scenarios against one relay. */
public final class RelayConformance {
    private static final int AT_ONCE = 24;
    private static final List<String> FOLDERS = List.of("relay", "room");

    private final RelayAddress relay;
    private final Selection selection;
    private final LongSupplier clock;
    private final Randomness randomness;
    private final boolean apart;

    /**
     * What is played.
     *
     * @param quick leaves out what takes longer than a few seconds
     * @param only the name of one scenario; empty for all
     */
    public record Selection(boolean quick, Optional<String> only) {}

    /** @param clock monotonic milliseconds */
    public RelayConformance(RelayAddress relay, Selection selection, LongSupplier clock, Randomness randomness) {
        this.relay = relay;
        this.selection = selection;
        this.clock = clock;
        this.randomness = randomness;
        this.apart = Sources.canBeApart(relay.host());
    }

    /** Plays everything, several at a time; the verdicts come by section and name. */
    public List<Verdict> run() throws IOException, InterruptedException {
        List<Scenario> scenarios = new ArrayList<>();
        for (String folder : FOLDERS) {
            for (VectorFile vector : Vectors.all(folder)) {
                if (selection.only().isEmpty() || selection.only().get().equals(vector.name())) {
                    scenarios.add(Scenario.of(vector));
                }
            }
        }
        // Those that wait begin first, so that all of them wait at the same time.
        scenarios.sort(Comparator.comparingLong(Scenario::waitsMillis).reversed());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Verdict>> plays = new ArrayList<>();
            scenarios.forEach(scenario -> plays.add(() -> judge(scenario)));
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> play : threads.invokeAll(plays)) {
                verdicts.add(play.get());
            }
            verdicts.sort(Comparator.comparing(Verdict::section).thenComparing(Verdict::name));
            return verdicts;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Verdict judge(Scenario scenario) throws InterruptedException {
        Optional<String> obstacle = obstacle(scenario);
        if (obstacle.isPresent()) {
            return verdict(scenario, Result.LEFT_OUT, obstacle.get());
        }
        try (ScenarioPlayer player = new ScenarioPlayer(relay, Sources.fresh(apart), clock, randomness)) {
            player.play(scenario);
            return verdict(scenario, Result.HELD, "");
        } catch (ScenarioPlayer.BrokenRule e) {
            return verdict(scenario, Result.BROKEN, e.getMessage());
        } catch (IOException e) {
            return verdict(scenario, Result.LEFT_OUT, "no connection: " + e.getMessage());
        }
    }

    private Optional<String> obstacle(Scenario scenario) {
        if (scenario.forCores()) {
            return Optional.of("only for the core of a relay");
        }
        if (selection.quick() && scenario.waitsMillis() > 0) {
            return Optional.of("takes " + (scenario.waitsMillis() / 1_000) + " s");
        }
        if (!apart && scenario.tellsSourcesApart()) {
            return Optional.of("needs several source addresses, which only a relay on this machine sees");
        }
        return Optional.empty();
    }

    private static Verdict verdict(Scenario scenario, Result result, String why) {
        return new Verdict(scenario.section(), scenario.name(), result, why);
    }
}

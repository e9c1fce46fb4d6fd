package dev.parley.peer.conformance.peer;

import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.SectionOrder;
import dev.parley.peer.conformance.Verdict;
import dev.parley.peer.conformance.Verdict.Result;
import dev.parley.peer.conformance.peer.PeerScenario.NotPlayedException;
import dev.parley.peer.conformance.peer.PeerTask.Part;
import dev.parley.peer.conformance.peer.PeerUnderTest.StartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** All scenarios against one peer, which is started anew for each. */
public final class PeerConformance {
    /** Without a passphrase. */
    private static final String NONE = "";

    private final Stage.Tools tools;
    private final Selection selection;

    /**
     * What is played.
     *
     * @param parts what the peer can be asked to do
     * @param quick leaves out what has to wait for a timer
     * @param only the names of scenarios; none for all
     * @param atOnce how many peers run at the same time
     */
    public record Selection(Set<Part> parts, boolean quick, Set<String> only, int atOnce) {}

    /** @param clock monotonic milliseconds */
    public PeerConformance(
            PeerUnderTest.Starter starter, Selection selection, LongSupplier clock, Randomness randomness) {
        this.tools = new Stage.Tools(starter, clock, randomness, Identity.generate(randomness));
        this.selection = selection;
    }

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.addAll(RelayScenarios.ALL);
        all.addAll(HelloScenarios.ALL);
        all.addAll(ShareScenarios.ALL);
        all.addAll(SessionScenarios.ALL);
        all.addAll(MessageScenarios.ALL);
        all.addAll(RekeyScenarios.ALL);
        all.addAll(DeliveryScenarios.ALL);
        all.addAll(MeetingScenarios.ALL);
        all.addAll(OpenerScenarios.ALL);
        all.addAll(RoomScenarios.ALL);
        return all;
    }

    /** Plays everything, several at a time; the verdicts come by section and name. */
    public List<Verdict> run() throws InterruptedException {
        List<PeerScenario> scenarios = new ArrayList<>(all().stream()
                .filter(scenario ->
                        selection.only().isEmpty() || selection.only().contains(scenario.name()))
                .toList());
        // Those that wait begin first.
        scenarios.sort(Comparator.comparing(scenario -> !scenario.slow()));
        ExecutorService threads = Executors.newFixedThreadPool(selection.atOnce());
        try {
            List<Callable<Verdict>> plays = new ArrayList<>();
            scenarios.forEach(scenario -> plays.add(() -> judge(scenario)));
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> play : threads.invokeAll(plays)) {
                verdicts.add(play.get());
            }
            verdicts.sort(Comparator.comparing((Verdict verdict) -> SectionOrder.key(verdict.section()))
                    .thenComparing(Verdict::name));
            return verdicts;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A scenario broke inside.", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Verdict judge(PeerScenario scenario) throws InterruptedException {
        if (!selection.parts().contains(scenario.part())) {
            return leftOut(
                    scenario, "the peer is not asked to " + scenario.part().word());
        }
        if (selection.quick() && scenario.slow()) {
            return leftOut(scenario, "has to wait for a timer");
        }
        try (Stage stage = new Stage(tools, scenario.part(), NONE)) {
            scenario.play().on(stage);
            return new Verdict(scenario.section(), scenario.name(), Result.HELD, "");
        } catch (BrokenRule e) {
            return new Verdict(e.section(), scenario.name(), Result.BROKEN, e.getMessage());
        } catch (NotPlayedException | StartException e) {
            return leftOut(scenario, e.getMessage());
        } catch (IOException e) {
            return leftOut(scenario, "no port to listen on: " + e.getMessage());
        }
    }

    private static Verdict leftOut(PeerScenario scenario, String why) {
        return new Verdict(scenario.section(), scenario.name(), Result.LEFT_OUT, why);
    }
}

package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.FrameKind;
import dev.parley.crypto.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Epochs (PROTOCOL.md section 7.5). */
final class RekeyScenarios {
    static final List<PeerScenario> ALL = all();

    private static final int MESSAGES_UNTIL_DUE = 32;

    private RekeyScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(joiner("7.5", "begins-a-rekey-after-a-resume", RekeyScenarios::begins));
        all.add(joiner("7.5", "answers-a-rekey", RekeyScenarios::answers));
        all.add(joiner("7.5", "a-rekey-under-traffic", RekeyScenarios::underTraffic));
        all.add(joiner("7.5", "begins-a-rekey-after-32-messages", RekeyScenarios::afterMessages));
        all.add(joiner("7.5", "many-epochs", RekeyScenarios::manyEpochs));
        all.add(joiner("7.5", "a-rekey-across-a-cut", RekeyScenarios::acrossCut));
        all.add(violation("rekey-out-of-turn", stage -> {
            Talk talk = Meeting.of(stage, Role.B);
            talk.answerNoRekey();
            talk.link().envelope(talk.session().startRekey(body -> body));
            return talk;
        }));
        all.add(violation("rekey-twice", stage -> {
            Talk talk = Meeting.of(stage);
            byte[][] said = new byte[1][];
            talk.write(talk.keep(talk.session().startRekey(body -> said[0] = body)));
            // The same once more, so that an answer to the first can still be opened.
            talk.link().envelope(talk.session().seal(FrameKind.REKEY1, said[0]));
            return talk;
        }));
        all.add(violation("rekey-answer-that-nobody-asked-for", stage -> {
            Talk talk = Meeting.of(stage);
            byte[] body = new byte[1384];
            body[2] = 4;
            body[3] = 0x60;
            body[1126] = 1;
            talk.link().envelope(talk.session().seal(FrameKind.REKEY2, body));
            return talk;
        }));
        all.add(spoilt("rekey-body-too-short", body -> Arrays.copyOf(body, body.length - 1)));
        all.add(spoilt("rekey-body-too-long", body -> Arrays.copyOf(body, body.length + 1)));
        all.add(spoilt("rekey-body-empty", body -> new byte[0]));
        for (XWingForgery forgery : XWingForgery.values()) {
            all.add(spoilt("rekey-" + forgery.scenario(), body -> {
                byte[] changed = body.clone();
                byte[] key = forgery.change(Arrays.copyOfRange(body, 4, 4 + 1216));
                System.arraycopy(key, 0, changed, 4, key.length);
                return changed;
            }));
        }
        all.add(joiner("5.5", "rekey-with-a-bad-seed-is-answered-like-a-good-one", RekeyScenarios::badSeed));
        return List.copyOf(all);
    }

    private interface Begun {
        Talk on(Stage stage) throws BrokenRule, InterruptedException;
    }

    private static PeerScenario violation(String name, Begun begun) {
        return joiner("7.5", name, stage -> {
            Talk talk = begun.on(stage);
            talk.awaitEndOfRoom("7.5", "a rekey that is forbidden");
        });
    }

    private static PeerScenario spoilt(String name, UnaryOperator<byte[]> change) {
        return violation(name, stage -> {
            Talk talk = Meeting.of(stage);
            talk.link().envelope(talk.session().startRekey(change));
            return talk;
        });
    }

    /** We end the epoch that is ours to end; they must answer at once. */
    private static void rekey(Talk talk) throws BrokenRule, InterruptedException {
        int epoch = talk.session().epoch();
        talk.write(talk.keep(talk.session().startRekey(body -> body)));
        while (talk.session().epoch() == epoch) {
            talk.take("7.5", "REKEY2");
        }
    }

    private static void begins(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage, Role.B);
        talk.awaitRekeys(1);
        int pings = talk.pings();
        while (talk.pings() == pings) {
            talk.take("7.5", "a PING in the new epoch");
        }
        talk.sayAndShow("7.5", "in epoch 1");
        stage.peer().say("theirs in epoch 1");
        SessionScenarios.expect(talk, 1, "theirs in epoch 1");
    }

    private static void answers(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        rekey(talk);
        talk.sayAndShow("7.5", "in epoch 1");
        stage.peer().say("theirs in epoch 1");
        SessionScenarios.expect(talk, 1, "theirs in epoch 1");
    }

    private static void underTraffic(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        for (int i = 0; i < 10; i++) {
            stage.peer().say("theirs " + i);
        }
        talk.write(talk.keep(talk.session().startRekey(body -> body)));
        for (int i = 0; i < 10; i++) {
            talk.say("ours " + i);
        }
        for (int i = 0; i < 10; i++) {
            SessionScenarios.expect(talk, i + 1, "theirs " + i);
        }
        talk.sync("7.5");
        for (int i = 0; i < 10; i++) {
            stage.shown().awaitText("7.5", "ours " + i);
        }
        talk.sayAndShow("7.5", "behind the rekey");
    }

    private static void afterMessages(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        rekey(talk);
        talk.sync("7.5");
        talk.takeFor(Stage.QUIET_MILLIS);
        if (talk.rekeysStarted() > 0) {
            throw new BrokenRule("7.5", "begins a rekey though none is due in this epoch");
        }
        for (int i = 0; i < MESSAGES_UNTIL_DUE; i++) {
            talk.say("line " + i);
        }
        talk.awaitRekeys(1);
        talk.sync("7.5");
    }

    private static void manyEpochs(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        for (int turn = 1; turn <= 2; turn++) {
            rekey(talk);
            for (int i = 0; i < MESSAGES_UNTIL_DUE; i++) {
                talk.say("line " + i);
            }
            talk.awaitRekeys(turn);
            talk.sync("7.5");
        }
        if (talk.session().epoch() != 4) {
            throw new BrokenRule("7.5", "is in epoch " + talk.session().epoch() + " after four rekeys");
        }
    }

    /** REKEY1 is lost with its connection and goes again in the next pairing. */
    private static void acrossCut(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        byte[] rekey1 = talk.keep(talk.session().startRekey(body -> body));
        talk.willWrite(rekey1);
        talk.link().cut();
        talk.resumeAfterLoss("7.6");
        if (talk.session().epoch() != 1) {
            throw new BrokenRule("7.5", "does not answer a REKEY1 that was sent again");
        }
        talk.sayAndShow("7.5", "behind the cut");
    }

    private static void badSeed(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.write(talk.keep(talk.session().startRekey(body -> {
            byte[] changed = body.clone();
            changed[body.length - 100] ^= 1;
            return changed;
        })));
        int epoch = talk.session().epoch();
        while (talk.session().epoch() == epoch) {
            talk.take("5.5", "REKEY2, as if nothing were wrong,");
        }
    }
}

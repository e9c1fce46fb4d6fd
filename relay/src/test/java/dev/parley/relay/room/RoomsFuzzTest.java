package dev.parley.relay.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/** Any inputs to a relay's rooms, in any order: every one has its effects, and once everybody is gone nothing is left. */
class RoomsFuzzTest {
    private static final List<String> INTENTS = List.of("EITHER", "OPEN", "JOIN");

    @FuzzTest(maxDuration = "10m")
    void rooms_survive_any_inputs_and_are_forgotten(FuzzedDataProvider data) {
        RoomScript script = new RoomScript(3);
        List<String> story = new ArrayList<>();
        while (data.remainingBytes() > 0 && story.size() < 500) {
            String who = "c" + data.consumeInt(0, 15);
            String line = switch (data.consumeInt(0, 7)) {
                case 0, 1 -> "claim " + who + arrival(data) + " intent=" + INTENTS.get(data.consumeInt(0, 2));
                case 2 -> "resume " + who + arrival(data) + (data.consumeBoolean() ? " badproof=true" : "");
                case 3 -> "leave " + who;
                case 4 -> "unseat " + who;
                case 5 -> "lost " + who;
                case 6 -> "tick +" + data.consumeInt(0, 70_000);
                default -> {
                    sendAway(script, story, data.consumeInt(1, 80));
                    yield "tick +1";
                }
            };
            if (line.startsWith("claim") || line.startsWith("resume")) {
                // A seated connection that asks again never comes this far: the loop refuses it.
                story.add("lost " + who);
                script.play("lost " + who);
            }
            story.add(line);
            assertThat(script.play(line)).as(() -> String.join("\n", story)).hasSizeLessThan(16);
        }
        for (int i = 0; i < 16; i++) {
            script.play("lost c" + i);
        }
        script.play("tick +60000");
        assertThat(script.size()).as(() -> String.join("\n", story)).isZero();
    }

    /** An opener that sends one guest after the other away, each from another place. */
    private static void sendAway(RoomScript script, List<String> story, int guests) {
        story.add("send away " + guests);
        script.play("lost c14");
        script.play("claim c14 room=R0 key=K0 instance=9 attempt=1 source=S0 intent=OPEN");
        for (int i = 0; i < guests; i++) {
            script.play("lost c15");
            script.play("claim c15 room=R0 key=G instance=1 attempt=1 intent=JOIN source=G" + i);
            script.play("unseat c14");
            if (i % 20 == 19) {
                script.play("tick +1000");
            }
        }
    }

    private static String arrival(FuzzedDataProvider data) {
        return " room=R" + data.consumeInt(0, 3) + " key=K" + data.consumeInt(0, 3) + " instance="
                + data.consumeInt(0, 2) + " attempt=" + Integer.toUnsignedString(data.consumeInt()) + " source=S"
                + data.consumeInt(0, 3) + " protocol=" + data.consumeInt(0, 2);
    }
}

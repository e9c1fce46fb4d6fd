package dev.parley.relay.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An opener shuts out many guessers one after the other (PROTOCOL.md section 3.5: UNSEAT). */
class BansTest {
    private static final int MAX_BANS = 64;

    private final RoomScript script = new RoomScript(100);

    @Test
    void a_second_ban_leaves_the_first_in_place() {
        open();
        unseatOneFrom("S1");
        unseatOneFrom("S2");
        assertThat(joins("S1")).isFalse();
        assertThat(joins("S2")).isFalse();
        assertThat(joins("S3")).isTrue();
    }

    @Test
    void one_ban_too_many_takes_the_place_of_the_oldest() {
        open();
        for (int i = 0; i <= MAX_BANS; i++) {
            unseatOneFrom("S" + i);
            script.play("tick +1");
        }
        for (int i = 1; i <= MAX_BANS; i++) {
            assertThat(joins("S" + i)).as("source %d", i).isFalse();
        }
        assertThat(joins("S0")).isTrue();
    }

    @Test
    void bans_that_ran_out_take_no_place() {
        open();
        unseatOneFrom("early");
        script.play("tick +1000");
        for (int i = 1; i < MAX_BANS; i++) {
            unseatOneFrom("S" + i);
        }
        script.play("tick +59000");
        unseatOneFrom("late");
        for (int i = 1; i < MAX_BANS; i++) {
            assertThat(joins("S" + i)).as("source %d", i).isFalse();
        }
        assertThat(joins("early")).isTrue();
    }

    private void open() {
        script.play("claim opener room=R key=K1 intent=OPEN instance=1 attempt=1 source=S");
    }

    private void unseatOneFrom(String source) {
        assertThat(joins(source)).isTrue();
        script.play("unseat opener");
    }

    private boolean joins(String source) {
        List<String> out = script.play("claim of-" + source + " room=R key=K-" + source
                + " intent=JOIN instance=2 attempt=1 source=" + source);
        return out.get(0).contains(" SEATED ");
    }
}

package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.InviteException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything typed or pasted where a code, a link or an address is asked for. */
class InvitationFuzzTest {
    static Stream<String> typed() {
        return Stream.of(
                "482135-amber-lantern-sunset",
                "parley://example.org:4433/482135-amber-lantern-sunset#pin=" + "A".repeat(43),
                "parley://[::1]:1#pin=" + "A".repeat(43),
                "tcp://10.0.0.1:4433",
                "example.org");
    }

    @MethodSource("typed")
    @FuzzTest(maxDuration = "10m")
    void an_invitation_is_refused_with_a_reason_or_read(String text) {
        if (text == null) {
            return;
        }
        try {
            assertThat(Invitation.parse(text).invite().place()).matches("[0-9]{6}");
        } catch (InviteException e) {
            assertThat(e.reason()).isNotNull();
        } catch (LinkException e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    @MethodSource("typed")
    @FuzzTest(maxDuration = "10m")
    void an_address_is_refused_or_read_back_as_it_is_written(String text) {
        if (text != null) {
            RelayAddress.parse(text)
                    .ifPresent(address ->
                            assertThat(RelayAddress.parse(address.format())).contains(address));
        }
    }
}

package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.RoomId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Nobody can prove by a transcript who said what: whatever one end sealed, the other could have sealed as well (THREATS.md, claim 13). */
class DeniabilityTest {
    @Test
    void one_end_alone_can_make_what_the_other_said() throws CryptoException {
        RoomId room = RoomName.roomId("deniable");
        HandshakePair.Result result = HandshakePair.run(
                FrozenSession.terms(room, Side.OPENER, HandshakePair.OPENER_KEY, "amber-lantern-sunset"),
                FrozenSession.terms(room, Side.JOINER, HandshakePair.JOINER_KEY, "amber-lantern-sunset"),
                Randomness.system(),
                HandshakePair.Wire.honest());
        Session ours = result.opener().orElseThrow().session();
        byte[] root = (byte[]) FrozenSession.field(ours, "root");
        Chain theirs = new Chain(root, ours.id(), 0, ours.role().other());
        byte[] said = "what the other end never said".getBytes(StandardCharsets.UTF_8);

        byte[] sealed = theirs.seal(0, SessionFrame.plain(FrameKind.READY, 0, said));
        byte[] frame = Handshake.join(new SessionFrame.Header(0, 0).encode(), sealed);

        SessionFrame.Opened opened = ours.open(frame);
        assertThat(opened.kind()).isEqualTo(FrameKind.READY);
        assertThat(opened.body()).isEqualTo(said);
    }
}

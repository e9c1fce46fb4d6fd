package dev.parley.relay.admission;

import dev.parley.wire.Challenge;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatProof;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks the HMAC of a RESUME (PROTOCOL.md section 3.4). */
public final class SeatProofCheck {
    private SeatProofCheck() {}

    /** Whether the proof was made with {@code key} over this connection's challenge; in constant time. */
    public static boolean holds(SeatKey key, Challenge challenge, PeerFrame.Resume resume) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toByteArray(), "HmacSHA256"));
            byte[] expected =
                    mac.doFinal(SeatProof.input(challenge, resume.room(), resume.instance(), resume.attempt()));
            return SeatProof.of(expected).matches(resume.proof());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has HmacSHA256.", e);
        }
    }
}

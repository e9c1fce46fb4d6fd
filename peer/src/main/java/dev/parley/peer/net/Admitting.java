package dev.parley.peer.net;

import dev.parley.crypto.AccessProofs;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The first words on one connection to a closed relay: between its WELCOME and our CLAIM we show a token or prove our access key
 * (PROTOCOL.md section 3.6). The room hears of the WELCOME when it may speak, and of nothing else. One thread.
 */
final class Admitting {
    private final Credentials credentials;
    private final byte[] relayPin;
    private final Randomness randomness;
    private final Consumer<PeerFrame> send;
    private Optional<RelayFrame.Welcome> waiting = Optional.empty();

    /** @param relayPin SHA-256 of the SPKI that the relay showed in TLS, 32 bytes; none on a plain connection */
    Admitting(Credentials credentials, byte[] relayPin, Randomness randomness, Consumer<PeerFrame> send) {
        this.credentials = credentials;
        this.relayPin = relayPin.clone();
        this.randomness = randomness;
        this.send = send;
    }

    /**
     * What the room is to hear of {@code frame}, if anything yet.
     *
     * @throws WireException for a CHALLENGE that we did not ask for
     */
    Optional<RelayFrame> heard(RelayFrame frame) throws WireException {
        if (frame instanceof RelayFrame.Welcome welcome) {
            return welcomed(welcome);
        }
        if (frame instanceof RelayFrame.KeyChallenge challenge) {
            return Optional.of(answered(challenge));
        }
        return Optional.of(frame);
    }

    private Optional<RelayFrame> welcomed(RelayFrame.Welcome welcome) {
        int admission = welcome.admission();
        credentials.askedFor(admission);
        if (admission == 0) {
            return Optional.of(welcome);
        }
        if ((admission & Wire.ADMISSION_TOKEN) != 0 && credentials.token().isPresent()) {
            send.accept(new PeerFrame.AdmitToken(credentials.token().get()));
            return Optional.of(welcome);
        }
        if ((admission & Wire.ADMISSION_KEY) != 0 && credentials.accessKey().isPresent()) {
            send.accept(new PeerFrame.AdmitKey(
                    AccessProofs.idOf(credentials.accessKey().get())));
            waiting = Optional.of(welcome);
            return Optional.empty();
        }
        // We have nothing that it takes: its answer is known.
        return Optional.of(Refusal.NOT_ADMITTED.frame());
    }

    private RelayFrame answered(RelayFrame.KeyChallenge challenge) throws WireException {
        RelayFrame.Welcome welcome = waiting.orElseThrow(() -> new WireException(WireException.Reason.UNKNOWN_TYPE));
        waiting = Optional.empty();
        send.accept(new PeerFrame.AdmitProof(AccessProofs.of(
                credentials.accessKey().orElseThrow(), relayPin, welcome.challenge(), challenge.sealed(), randomness)));
        return welcome;
    }
}

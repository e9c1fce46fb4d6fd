package dev.parley.crypto;

import dev.parley.crypto.primitive.Randomness;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Two real ends of a handshake, driven message by message, each of which may be changed on its way. */
final class HandshakePair {
    static final Identity OPENER_KEY = Identity.generate(Randomness.system());
    static final Identity JOINER_KEY = Identity.generate(Randomness.system());

    /** The messages of both directions; the joiner confirms first. */
    enum Message {
        OPENER_HELLO,
        JOINER_HELLO,
        OPENER_SHARE,
        JOINER_SHARE,
        JOINER_CONFIRM,
        OPENER_CONFIRM
    }

    /** What each end came to. */
    record Result(
            Optional<Agreement> opener,
            Optional<Agreement> joiner,
            Optional<CryptoException.Reason> openerRefusal,
            Optional<CryptoException.Reason> joinerRefusal) {}

    /** Changes messages in flight. */
    interface Wire {
        byte[] carry(Message message, byte[] bytes);

        static Wire honest() {
            return (message, bytes) -> bytes;
        }

        static Wire changing(Message which, UnaryOperator<byte[]> change) {
            return (message, bytes) -> message == which ? change.apply(bytes) : bytes;
        }
    }

    private HandshakePair() {}

    static Randomness seeded(long seed) {
        Random random = new Random(seed);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    static Result run(HandshakeTerms openerTerms, HandshakeTerms joinerTerms, Randomness randomness, Wire wire) {
        Handshake opener = Handshake.begin(openerTerms, randomness);
        Handshake joiner = Handshake.begin(joinerTerms, randomness);
        End<HandshakeShare> openerShare =
                End.of(() -> opener.onHello(wire.carry(Message.JOINER_HELLO, joiner.hello())));
        End<HandshakeShare> joinerShare =
                End.of(() -> joiner.onHello(wire.carry(Message.OPENER_HELLO, opener.hello())));
        End<HandshakeConfirm> openerConfirm = openerShare.then(step -> joinerShare.isAlive()
                ? Optional.of(step.onShare(
                        wire.carry(Message.JOINER_SHARE, joinerShare.value().share())))
                : Optional.empty());
        End<HandshakeConfirm> joinerConfirm = joinerShare.then(step -> openerShare.isAlive()
                ? Optional.of(step.onShare(
                        wire.carry(Message.OPENER_SHARE, openerShare.value().share())))
                : Optional.empty());
        byte[] openerConfirmation =
                openerConfirm.isAlive() ? openerConfirm.value().confirm() : new byte[0];
        End<Agreement> openerEnd = openerConfirm.then(step -> joinerConfirm.isAlive()
                ? Optional.of(step.onConfirm(
                        wire.carry(Message.JOINER_CONFIRM, joinerConfirm.value().confirm())))
                : Optional.empty());
        End<Agreement> joinerEnd = joinerConfirm.then(step -> openerEnd.isAlive()
                ? Optional.of(step.onConfirm(wire.carry(Message.OPENER_CONFIRM, openerConfirmation)))
                : Optional.empty());
        return new Result(openerEnd.made(), joinerEnd.made(), openerEnd.refusal(), joinerEnd.refusal());
    }

    /** One end's step: there, or refused, or never reached because the other end had nothing to say. */
    private record End<T>(Optional<T> made, Optional<CryptoException.Reason> refusal) {
        interface Step<T> {
            T take() throws CryptoException;
        }

        interface Next<T, U> {
            Optional<U> take(T step) throws CryptoException;
        }

        static <T> End<T> of(Step<T> step) {
            try {
                return new End<>(Optional.of(step.take()), Optional.empty());
            } catch (CryptoException e) {
                return new End<>(Optional.empty(), Optional.of(e.reason()));
            }
        }

        <U> End<U> then(Next<T, U> next) {
            if (made.isEmpty()) {
                return new End<>(Optional.empty(), refusal);
            }
            try {
                return new End<>(next.take(made.get()), Optional.empty());
            } catch (CryptoException e) {
                return new End<>(Optional.empty(), Optional.of(e.reason()));
            }
        }

        boolean isAlive() {
            return made.isPresent();
        }

        T value() {
            return made.orElseThrow();
        }
    }
}

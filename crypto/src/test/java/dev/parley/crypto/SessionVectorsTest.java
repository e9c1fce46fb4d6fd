package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/session} and {@code spec/vectors/safety-number}: what opens, and what must not. */
class SessionVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ROOT = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final byte[] ID = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");

    @Test
    void every_frame_opens_or_is_refused_as_its_vector_says() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("session"));
        for (VectorFile vector : vectors) {
            Optional<SessionFrame.Opened> opened = Optional.empty();
            String outcome = "accept";
            try {
                opened = Optional.of(open(vector));
            } catch (CryptoException e) {
                outcome = "refuse " + e.reason();
            }
            assertThat(outcome).as(vector.name()).isEqualTo(vector.text("expect"));
            if (opened.isPresent()) {
                accepted++;
                assertThat(opened.get().kind().code()).as(vector.name()).isEqualTo(Byte.parseByte(vector.text("kind")));
                assertThat(opened.get().ack()).as(vector.name()).isEqualTo(Long.parseLong(vector.text("ack")));
                assertThat(opened.get().body()).as(vector.name()).isEqualTo(vector.hex("body"));
            }
        }
        assertThat(accepted).isPositive();
        assertThat(vectors.size() - accepted).isGreaterThan(accepted);
    }

    private static SessionFrame.Opened open(VectorFile vector) throws CryptoException {
        int epoch = Integer.parseInt(vector.text("epoch"));
        Chain chain = new Chain(vector.hex("root"), vector.hex("session"), epoch, Role.valueOf(vector.text("sender")));
        for (int i = 0; i < Integer.parseInt(vector.text("step")); i++) {
            chain.step();
        }
        byte[] frame = vector.hex("frame");
        SessionFrame.Header header = SessionFrame.Header.of(frame);
        if (header.epoch() != epoch || header.seq() != Long.parseLong(vector.text("seq"))) {
            throw new CryptoException(Reason.BAD_FRAME);
        }
        byte[] plain = chain.open(header.seq(), Arrays.copyOfRange(frame, SessionFrame.HEADER_BYTES, frame.length))
                .orElseThrow(() -> new CryptoException(Reason.BAD_FRAME));
        return SessionFrame.parse(plain);
    }

    @Test
    void safety_numbers_are_what_their_vectors_say() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("safety-number"));
        for (VectorFile vector : vectors) {
            Optional<IdentityKey> one = IdentityKey.decode(vector.hex("one"));
            Optional<IdentityKey> other = IdentityKey.decode(vector.hex("other"));
            boolean same = one.isPresent()
                    && other.isPresent()
                    && SafetyNumber.of(one.get(), other.get()).matches(vector.text("typed"));
            assertThat(same).as(vector.name()).isEqualTo(vector.text("expect").equals("accept"));
            accepted += same ? 1 : 0;
        }
        assertThat(accepted).isPositive();
        assertThat(vectors.size() - accepted).isGreaterThan(accepted);
    }

    /** Writes both folders anew: {@code -Plong -Dparley.seed=write}. */
    @Test
    @Tag("long")
    void writes_the_vectors() throws IOException {
        if (!System.getProperty("parley.seed", "").equals("write")) {
            assertThat(VECTORS.resolve("session")).exists();
            return;
        }
        Files.createDirectories(VECTORS.resolve("session"));
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        byte[] plain = SessionFrame.plain(FrameKind.MESSAGE, 3, text);
        byte[] good = frame(Role.A, 1, 2, 7, plain);
        accept("message", good, Role.A, 1, 2, 7, FrameKind.MESSAGE, 3, text, "a message in the third frame of epoch 1");
        accept(
                "ack-empty",
                frame(Role.B, 0, 0, 0, SessionFrame.plain(FrameKind.ACK, 0, new byte[0])),
                Role.B,
                0,
                0,
                0,
                FrameKind.ACK,
                0,
                new byte[0],
                "nothing but an ack, padded to 256");
        accept(
                "padme",
                frame(Role.A, 0, 1, 1, SessionFrame.plain(FrameKind.MESSAGE, 1, new byte[1_000])),
                Role.A,
                0,
                1,
                1,
                FrameKind.MESSAGE,
                1,
                new byte[1_000],
                "1,013 bytes are padded to 1,024");
        byte[] chunk = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f000000010268656c6c6f");
        accept(
                "chunk",
                frame(Role.A, 0, 1, 1, SessionFrame.plain(FrameKind.CHUNK, 1, chunk)),
                Role.A,
                0,
                1,
                1,
                FrameKind.CHUNK,
                1,
                chunk,
                "five bytes of a file");
        refuse("bad-kind-byte", HandshakeTest.flip(good, 0), "BAD_FRAME", "the envelope is no session frame");
        refuse("bad-epoch", HandshakeTest.flip(good, 8 * 4), "BAD_FRAME", "another epoch");
        refuse("bad-seq", HandshakeTest.flip(good, 8 * 12), "BAD_FRAME", "another seq");
        refuse("bad-nonce", HandshakeTest.flip(good, 8 * 13), "BAD_FRAME", "one bit of the nonce");
        refuse("bad-ciphertext", HandshakeTest.flip(good, 8 * 30), "BAD_FRAME", "one bit of the ciphertext");
        refuse("bad-tag", HandshakeTest.flip(good, 8 * (good.length - 1)), "BAD_FRAME", "one bit of the tag");
        refuse("bad-short", Arrays.copyOf(good, good.length - 1), "BAD_FRAME", "the last byte is missing");
        refuse("bad-header-only", Arrays.copyOf(good, 13), "BAD_FRAME", "nothing behind the header");
        refuse("bad-long", Arrays.copyOf(good, good.length + 1), "BAD_FRAME", "a byte too many");
        refuse("bad-direction", frame(Role.B, 1, 2, 7, plain), "BAD_FRAME", "made with the key of the other direction");
        refuse("bad-step", frame(Role.A, 1, 3, 7, plain), "BAD_FRAME", "made with the next message key");
        refuse("bad-associated-seq", frameWithLabelSeq(8, plain), "BAD_FRAME", "the associated data names another seq");
        refuse(
                "bad-top-bit-seq",
                ByteBuffer.wrap(good.clone()).putLong(5, -1).array(),
                "BAD_FRAME",
                "seq out of range");
        refuse("violation-kind", changed(plain, 0, 10), "VIOLATION", "there is no kind 10");
        refuse("violation-kind-zero", changed(plain, 0, 0), "VIOLATION", "there is no kind 0");
        refuse("violation-ack", changed(plain, 1, 0x80), "VIOLATION", "ack out of range");
        refuse("violation-length", changed(plain, 9, 0x7F), "VIOLATION", "a length beyond the plain text");
        refuse("violation-length-negative", changed(plain, 9, 0xFF), "VIOLATION", "a length with its top bit set");
        refuse("violation-padding", changed(plain, plain.length - 1, 1), "VIOLATION", "padding that is not zero");
        refuse("violation-short-length", changed(plain, 12, 4), "VIOLATION", "a byte of the body counted as padding");
        refuse(
                "violation-oversized",
                frame(Role.A, 1, 2, 7, Arrays.copyOf(plain, 272)),
                "VIOLATION",
                "more padding than Padmé gives");
        refuse("violation-small", frame(Role.A, 1, 2, 7, Arrays.copyOf(plain, 255)), "VIOLATION", "below 256 bytes");
        writeSafetyNumbers();
    }

    private static void writeSafetyNumbers() throws IOException {
        Files.createDirectories(VECTORS.resolve("safety-number"));
        VectorFile frozen = VectorFile.read(VECTORS.resolve("handshake/code-session.txt"));
        byte[] one = FrozenSession.identity(frozen.hex("opener.rsa.pkcs8"))
                .publicKey()
                .spki();
        byte[] other = FrozenSession.identity(frozen.hex("joiner.rsa.pkcs8"))
                .publicKey()
                .spki();
        String digits = frozen.text("safety.number");
        number("same", one, other, digits, "accept", "the number of both keys");
        number(
                "same-swapped",
                other,
                one,
                String.join(" ", digits.split("(?<=\\G.{5})")),
                "accept",
                "either way round, with blanks");
        number(
                "bad-digit",
                one,
                other,
                (digits.charAt(0) == '9' ? '0' : '9') + digits.substring(1),
                "refuse DIFFERS",
                "one digit is another");
        number(
                "bad-halves",
                one,
                other,
                digits.substring(30) + digits.substring(0, 30),
                "refuse DIFFERS",
                "the halves are sorted");
        number("bad-short", one, other, digits.substring(1), "refuse DIFFERS", "a digit is missing");
        number("bad-one-key", one, one, digits, "refuse DIFFERS", "another pair of keys");
        number(
                "bad-key",
                HandshakeTest.flip(one, 8 * 24),
                other,
                digits,
                "refuse BAD_KEY",
                "no key of 2048 bits in its one encoding");
    }

    private static void number(String name, byte[] one, byte[] other, String typed, String expect, String comment)
            throws IOException {
        Files.write(
                VECTORS.resolve("safety-number").resolve(name + ".txt"),
                List.of(
                        "comment: " + comment,
                        "expect: " + expect,
                        "one: " + HEX.formatHex(one),
                        "other: " + HEX.formatHex(other),
                        "typed: " + typed));
    }

    private static byte[] changed(byte[] plain, int at, int value) {
        byte[] copy = plain.clone();
        copy[at] = (byte) value;
        return frame(Role.A, 1, 2, 7, copy);
    }

    private static byte[] frame(Role sender, int epoch, int step, long seq, byte[] plain) {
        Chain chain = new Chain(ROOT.clone(), ID, epoch, sender);
        for (int i = 0; i < step; i++) {
            chain.step();
        }
        return Handshake.join(header(epoch, seq), chain.seal(seq, plain));
    }

    private static byte[] frameWithLabelSeq(long labelSeq, byte[] plain) {
        byte[] frame = frame(Role.A, 1, 2, labelSeq, plain);
        System.arraycopy(header(1, 7), 0, frame, 0, 13);
        return frame;
    }

    private static byte[] header(int epoch, long seq) {
        return ByteBuffer.allocate(13)
                .put(EnvelopeKind.SESSION_FRAME.code())
                .putInt(epoch)
                .putLong(seq)
                .array();
    }

    private static void accept(
            String name,
            byte[] frame,
            Role sender,
            int epoch,
            int step,
            long seq,
            FrameKind kind,
            long ack,
            byte[] body,
            String comment)
            throws IOException {
        Files.write(
                VECTORS.resolve("session").resolve(name + ".txt"),
                List.of(
                        "comment: " + comment,
                        "expect: accept",
                        "root: " + HEX.formatHex(ROOT),
                        "session: " + HEX.formatHex(ID),
                        "sender: " + sender,
                        "epoch: " + epoch,
                        "step: " + step,
                        "seq: " + seq,
                        "frame: " + HEX.formatHex(frame),
                        "kind: " + kind.code(),
                        "ack: " + ack,
                        "body: " + HEX.formatHex(body)));
    }

    private static void refuse(String name, byte[] frame, String reason, String comment) throws IOException {
        if (frame.length == 0) {
            fail("No frame for " + name);
        }
        Files.write(
                VECTORS.resolve("session").resolve(name + ".txt"),
                List.of(
                        "comment: " + comment,
                        "expect: refuse " + reason,
                        "root: " + HEX.formatHex(ROOT),
                        "session: " + HEX.formatHex(ID),
                        "sender: A",
                        "epoch: 1",
                        "step: 2",
                        "seq: 7",
                        "frame: " + HEX.formatHex(frame)));
    }
}

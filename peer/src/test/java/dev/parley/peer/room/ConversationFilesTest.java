package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.FrameKind;
import dev.parley.crypto.Handshake;
import dev.parley.crypto.HandshakeTerms;
import dev.parley.crypto.Session;
import dev.parley.crypto.SessionFrame;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Chunk;
import dev.parley.peer.chat.FileNote;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.RoomId;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One conversation of ours, and at the other end a bare session that says what it likes. */
class ConversationFilesTest {
    private static final TransferId ID = TransferId.of(new byte[TransferId.BYTES]);
    private static final long LARGE = 1L << 40;

    private final Random random = new Random(1);
    private final Randomness randomness = count -> {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    };
    private final List<Envelope> sent = new ArrayList<>();
    private final List<RoomEffect> effects = new ArrayList<>();
    private final Delivery delivery = new Delivery(randomness, List.of(), entry -> {}, effects::add);
    private Conversation conversation;
    private Session other;
    private long now = 1_000;

    @BeforeEach
    void agree() throws Exception {
        RoomId room = RoomId.of(new byte[Wire.ROOM_ID_BYTES]);
        var ours = Handshake.begin(HandshakeTerms.open(room, TestIdentities.ONE), randomness);
        var theirs = Handshake.begin(HandshakeTerms.open(room, TestIdentities.TWO), randomness);
        var ourShare = ours.onHello(theirs.hello());
        var theirShare = theirs.onHello(ours.hello());
        var ourConfirm = ourShare.onShare(theirShare.share());
        var theirConfirm = theirShare.onShare(ourShare.share());
        byte[] confirmation = ourConfirm.confirm();
        conversation = new Conversation(
                ourConfirm.onConfirm(theirConfirm.confirm()),
                Optional.empty(),
                new Ready(Optional.of(Untrusted.of("we")), 0, 0),
                delivery,
                randomness,
                new Conversation.Host() {
                    @Override
                    public void send(Envelope envelope) {
                        sent.add(envelope);
                    }

                    @Override
                    public void tell(RoomEvent event) {}

                    @Override
                    public long unwritten() {
                        return 0;
                    }
                },
                now);
        other = theirConfirm.onConfirm(confirmation).session();
        assertThat(hear(FrameKind.READY, "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Conversation.Heard.FINE);
    }

    private Conversation.Heard hear(FrameKind kind, byte[] body) {
        return conversation.onFrame(other.seal(kind, body), now);
    }

    /** The kinds of what was sent since the last time, opened at the other end. */
    private List<FrameKind> opened() throws Exception {
        List<FrameKind> kinds = new ArrayList<>();
        for (Envelope envelope : sent) {
            SessionFrame.Opened frame = other.open(envelope.toByteArray());
            kinds.add(frame.kind());
        }
        sent.clear();
        other.acknowledge();
        return kinds;
    }

    /** Something without end is wanted by the other end, and read as far as is asked for. */
    private void send() {
        Offer offer = new Offer(ID, Untrusted.of("x"), 1, LARGE, false);
        delivery.files().offer(offer);
        delivery.files().take(new FileNote.Accepted(ID, 1, Standing.START));
        delivery.files().settle(now);
        delivery.files().take(new FileAnswer.Opened(ID, 1, 0, "", LARGE, 0, 0));
        read();
    }

    private void read() {
        delivery.files().settle(now);
        while (effects.stream()
                .anyMatch(effect -> effect instanceof RoomEffect.File file && file.work() instanceof FileWork.Read)) {
            effects.clear();
            delivery.files().take(new FileAnswer.Read(ID, 1, ByteBuffer.allocate(Sending.READ_BYTES)));
            delivery.files().settle(now);
        }
    }

    @Test
    void a_chunk_before_the_session_is_open_is_a_violation() {
        assertThat(hear(
                        FrameKind.CHUNK,
                        TransferScript.zeros(new Chunk.Head(ID, 1), 5).array()))
                .isEqualTo(Conversation.Heard.VIOLATION);
    }

    @Test
    void nothing_of_a_file_is_sealed_before_the_session_is_open() throws Exception {
        send();
        conversation.settle(now);
        assertThat(opened()).doesNotContain(FrameKind.CHUNK, FrameKind.MESSAGE);
        conversation.open();
        conversation.settle(now);
        assertThat(opened()).contains(FrameKind.CHUNK, FrameKind.MESSAGE);
    }

    @Test
    void TF_06_chunks_without_consent_are_taken_and_change_nothing() throws Exception {
        conversation.open();
        for (int i = 0; i < 1_000; i++) {
            assertThat(hear(FrameKind.CHUNK, randomness.bytes(random.nextInt(3_000))))
                    .isEqualTo(Conversation.Heard.FINE);
        }
        conversation.settle(now);
        assertThat(effects).isEmpty();
        assertThat(opened()).containsExactly(FrameKind.READY);
    }

    @Test
    void text_is_sealed_before_chunks_that_are_there_as_well() throws Exception {
        conversation.open();
        send();
        delivery.out().say(new Message.Text(Untrusted.of("first")));
        conversation.settle(now);
        List<FrameKind> kinds = opened();
        assertThat(kinds.indexOf(FrameKind.CHUNK)).isGreaterThan(kinds.lastIndexOf(FrameKind.MESSAGE));
    }

    @Test
    void what_is_not_acked_stays_below_the_window_and_text_finds_room_beside_it() throws Exception {
        conversation.open();
        send();
        long largest = 0;
        for (int round = 0; round < 12; round++) {
            long under = 0;
            for (int i = 0; i < 100; i++) {
                read();
                conversation.settle(now);
            }
            under += sent.stream().mapToLong(Envelope::size).sum();
            largest = Math.max(largest, under);
            opened();
            hear(FrameKind.ACK, new byte[0]);
        }
        assertThat(largest).isBetween(5L << 20, 7L << 20);
        read();
        conversation.settle(now);
        opened();
        for (int i = 0; i < 100; i++) {
            read();
            conversation.settle(now);
        }
        delivery.out().say(new Message.Text(Untrusted.of("now")));
        conversation.settle(now);
        assertThat(opened()).endsWith(FrameKind.MESSAGE);
    }
}

package dev.parley.peer.conformance.peer;

import dev.parley.crypto.CryptoException;
import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.FrameKind;
import dev.parley.crypto.ProbeSession;
import dev.parley.crypto.SessionFrame;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.MessagePart;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The honest side of a session with the peer under test: takes frames in order, owes what the rules say, and remembers what it said until it
 * is acknowledged. Scenarios do what the rules forbid through {@link #session} and {@link #link}.
 */
final class Talk {
    /** A message of theirs, as it came. */
    record Said(MessagePart.Head head, String text) {}

    private final Stage stage;
    private final ProbeSession session;
    private final RoomId room;
    private Link link;
    private int pairing;
    private final TreeMap<Long, byte[]> outbox = new TreeMap<>();
    private final Map<Long, byte[]> taken = new HashMap<>();
    private final Deque<Said> said = new ArrayDeque<>();
    private final Deque<String> pongs = new ArrayDeque<>();
    private long nextNumber = 1;
    private long sent;
    private long acked;
    private boolean acking = true;
    private long ackFrozen;
    private boolean rekeying = true;
    private int rekeysStarted;
    private int pings;
    private int repeats;
    private int epochDue;
    private boolean bye;

    Talk(Stage stage, ProbeSession session, RoomId room) {
        this.stage = stage;
        this.session = session;
        this.room = room;
    }

    /** Goes on over that connection. */
    void on(Link connection, int pairingNumber) {
        link = connection;
        pairing = pairingNumber;
    }

    Stage stage() {
        return stage;
    }

    ProbeSession session() {
        return session;
    }

    Link link() {
        return link;
    }

    int pairing() {
        return pairing;
    }

    RoomId room() {
        return room;
    }

    /** How many of our frames it has acknowledged. */
    long acked() {
        return acked;
    }

    int pings() {
        return pings;
    }

    /** How many rekeys the peer has begun. */
    int rekeysStarted() {
        return rekeysStarted;
    }

    /** Counts from 0 the frames that come again. */
    void countRepeats() {
        repeats = 0;
    }

    int repeats() {
        return repeats;
    }

    /** How many frames of theirs were taken. */
    int frames() {
        return taken.size();
    }

    /** Whether a message is there that was not asked for. */
    boolean hasMessages() {
        return !said.isEmpty();
    }

    /** Numbers of messages go on over sessions. */
    void goesOnFrom(Talk before) {
        nextNumber = before.nextNumber;
    }

    boolean isGoodbye() {
        return bye;
    }

    /** Takes messages and says nothing of it, until told otherwise. */
    void ackNothing() {
        ackFrozen = session.nextIncoming();
        acking = false;
    }

    void ackAgain() {
        acking = true;
        send(FrameKind.ACK, new byte[0]);
    }

    /** Leaves REKEY1 without its answer. */
    void answerNoRekey() {
        rekeying = false;
    }

    /** Seals by the rules and keeps it; writes nothing. */
    byte[] seal(FrameKind kind, byte[] body) {
        long ack = acking ? session.nextIncoming() : ackFrozen;
        return keep(session.seal(ProbeSession.plain(kind, ack, body)));
    }

    /** Seals that plain text, kept; writes nothing. */
    byte[] seal(byte[] plain) {
        return keep(session.seal(plain));
    }

    /** Remembers a frame that was sealed elsewhere until it is acknowledged. */
    byte[] keep(byte[] envelope) {
        outbox.put(session.nextOutgoing() - 1, envelope);
        return envelope;
    }

    /** Writes a frame that the peer must take: it may acknowledge it from now on. */
    void write(byte[] envelope) {
        willWrite(envelope);
        link.envelope(envelope);
    }

    /** It is written by somebody else. */
    void willWrite(byte[] envelope) {
        sent = Math.max(sent, ByteBuffer.wrap(envelope).getLong(5) + 1);
    }

    void send(FrameKind kind, byte[] body) {
        write(seal(kind, body));
    }

    byte[] text(String text) {
        return message("{\"type\":\"text\",\"text\":\"" + text + "\"}");
    }

    /** The body of a MESSAGE with a fresh id and the next number. */
    byte[] message(String json) {
        return message(json.getBytes(StandardCharsets.UTF_8));
    }

    byte[] message(byte[] json) {
        return MessagePart.encode(stage.randomness().bytes(16), nextNumber++, json);
    }

    void say(String text) {
        send(FrameKind.MESSAGE, text(text));
    }

    /** Says it and waits until it is shown, and nothing before it. */
    void sayAndShow(String section, String text) throws BrokenRule, InterruptedException {
        say(text);
        sync(section);
        stage.shown().awaitText(section, text);
    }

    /** A PING, and all that comes until its PONG. */
    void sync(String section) throws BrokenRule, InterruptedException {
        byte[] body = stage.randomness().bytes(16);
        send(FrameKind.PING, body);
        awaitPong(section, body);
    }

    void awaitPong(String section, byte[] body) throws BrokenRule, InterruptedException {
        String expected = HexFormat.of().formatHex(body);
        while (!pongs.remove(expected)) {
            take(section, "PONG");
        }
    }

    /** The next message of theirs. */
    Said awaitMessage(String section) throws BrokenRule, InterruptedException {
        while (said.isEmpty()) {
            take(section, "MESSAGE");
        }
        return said.poll();
    }

    /** Takes what comes until the peer has acknowledged so many of our frames. */
    void awaitAck(long frames, String section) throws BrokenRule, InterruptedException {
        while (acked < frames) {
            take(section, "an ack of " + frames + " frames");
        }
    }

    void awaitRekeys(int count) throws BrokenRule, InterruptedException {
        while (rekeysStarted < count) {
            take("7.5", "REKEY1");
        }
    }

    void awaitBye() throws BrokenRule, InterruptedException {
        while (!bye) {
            take("7.7", "BYE");
        }
    }

    /** Takes one frame, which must come. */
    void take(String section, String due) throws BrokenRule, InterruptedException {
        Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule(section, "must send " + due + " and sends nothing"));
        if (heard.frame().orElse(null) instanceof PeerFrame.Forward forward) {
            take(forward.envelope().toByteArray());
        } else {
            throw new BrokenRule(section, "must send " + due + ", and there comes " + heard.text());
        }
    }

    /** Takes what comes for that long. */
    void takeFor(long millis) throws BrokenRule, InterruptedException {
        long end = stage.now() + millis;
        for (long left = millis; left > 0; left = end - stage.now()) {
            Optional<Link.Heard> heard = link.next(left);
            if (heard.isPresent() && heard.get().frame().orElse(null) instanceof PeerFrame.Forward forward) {
                take(forward.envelope().toByteArray());
            } else if (heard.isPresent()) {
                link.putBack(heard.get());
                return;
            }
        }
    }

    /** Takes what comes until the connection ends, as it must; LEAVE may be said before. */
    void awaitEnd(String section, String after) throws BrokenRule, InterruptedException {
        long end = stage.now() + Stage.PATIENCE_MILLIS;
        while (stage.now() < end) {
            Optional<Link.Heard> heard = link.next(end - stage.now());
            if (heard.isPresent() && heard.get().isEnd()) {
                return;
            }
            if (heard.isPresent() && heard.get().frame().orElse(null) instanceof PeerFrame.Forward forward) {
                take(forward.envelope().toByteArray());
            }
        }
        throw new BrokenRule(section, after + " must end this connection, and it is still there");
    }

    void take(byte[] envelope) throws BrokenRule {
        if (envelope[0] != EnvelopeKind.SESSION_FRAME.code()) {
            throw new BrokenRule("5.2", "sends envelope kind " + envelope[0] + " in a session");
        }
        if (envelope.length < 297 || envelope.length > 65_577) {
            throw new BrokenRule("5.1", "a session frame has " + envelope.length + " bytes");
        }
        long seq = ByteBuffer.wrap(envelope).getLong(5);
        if (seq < session.nextIncoming()) {
            if (!Arrays.equals(taken.getOrDefault(seq, new byte[0]), envelope)) {
                throw new BrokenRule("7.6", "sends frame " + seq + " again with other bytes");
            }
            repeats++;
            return;
        }
        SessionFrame.Opened opened;
        try {
            opened = session.open(envelope);
        } catch (CryptoException e) {
            throw new BrokenRule(sectionOf(e, "7.3"), "its frame with seq " + seq + " is " + e.reason());
        }
        taken.put(seq, envelope);
        int epoch = ByteBuffer.wrap(envelope).getInt(1);
        if (epoch < epochDue) {
            throw new BrokenRule("7.5", "seals in epoch " + epoch + " after its REKEY2");
        }
        if (opened.ack() > sent) {
            throw new BrokenRule("7.4", "acknowledges " + opened.ack() + " frames; it can have taken " + sent);
        }
        if (opened.ack() > acked) {
            acked = opened.ack();
            outbox.headMap(acked).clear();
        }
        act(opened);
    }

    /** What a frame broke that does not open; {@code closed} if it is its seal. */
    static String sectionOf(CryptoException problem, String closed) {
        return problem.reason() == CryptoException.Reason.VIOLATION ? "7.4" : closed;
    }

    private void act(SessionFrame.Opened opened) throws BrokenRule {
        byte[] body = opened.body();
        switch (opened.kind()) {
            case READY -> throw new BrokenRule("7.3", "says READY twice");
            case MESSAGE -> {
                said.add(said(body));
                if (acking) {
                    send(FrameKind.ACK, new byte[0]);
                }
            }
            case CHUNK -> throw new BrokenRule("12.3", "sends a CHUNK that nobody asked for");
            case ACK -> {
                // Its ack was taken.
            }
            case PING -> {
                if (body.length != 16) {
                    throw new BrokenRule("7.3", "a PING has " + body.length + " bytes, not 16");
                }
                pings++;
                send(FrameKind.PONG, body);
            }
            case PONG -> pongs.add(HexFormat.of().formatHex(body));
            case REKEY1 -> {
                if (session.isOurTurn() || session.isRekeying()) {
                    throw new BrokenRule("7.5", "says REKEY1 and it is not its turn");
                }
                rekeysStarted++;
                if (rekeying) {
                    try {
                        write(keep(session.answerRekey(body)));
                    } catch (CryptoException e) {
                        throw new BrokenRule("7.5", "its REKEY1 is " + e.reason());
                    }
                }
            }
            case REKEY2 -> {
                try {
                    session.finishRekey(body);
                } catch (CryptoException e) {
                    throw new BrokenRule("7.5", "its REKEY2 is " + e.reason());
                }
                epochDue = session.epoch();
                send(FrameKind.PING, stage.randomness().bytes(16));
            }
            case BYE -> bye = true;
        }
    }

    private static Said said(byte[] body) throws BrokenRule {
        try {
            MessagePart part = MessagePart.decode(body);
            String text =
                    part.message() instanceof Message.Text plain ? plain.text().raw() : "";
            return new Said(part.head(), text);
        } catch (MessageException e) {
            throw new BrokenRule("8.2", "its MESSAGE cannot be read: " + e.getMessage());
        }
    }

    /** The connection has ended: the peer must come back to this room, and both go on from where they were. */
    void resumeAfterLoss(String section) throws BrokenRule, InterruptedException {
        faceAgain(section);
        goOn(section, session.nextIncoming());
    }

    /** It comes back and faces us in a new pairing. */
    void faceAgain(String section) throws BrokenRule, InterruptedException {
        Arrival arrival = stage.arrival(section);
        if (!arrival.room().equals(room)) {
            throw new BrokenRule(section, "came back to another room");
        }
        faceOn(arrival);
    }

    /** On a connection that asked for the seat. */
    void faceOn(Arrival arrival) {
        pairing++;
        on(arrival.link(), pairing);
        arrival.seatFacing(pairing);
    }

    /** Both say RESUME-SESSION, we asking for {@code next}; then what they missed goes again and both are heard. */
    void goOn(String section, long next) throws BrokenRule, InterruptedException {
        long theirs = takeResume(section);
        sayResume(next);
        sendAgain(theirs);
        sync(section);
    }

    /** The seq that their RESUME-SESSION asks for. */
    long takeResume(String section) throws BrokenRule, InterruptedException {
        byte[] envelope = HandshakeAttempt.awaitEnvelope(link, EnvelopeKind.RESUME_SESSION, section);
        OptionalLong next = session.onResume(HandshakeAttempt.afterPairing(envelope, pairing, "7.6"), pairing);
        if (next.isEmpty()) {
            throw new BrokenRule("7.6", "its RESUME-SESSION does not hold");
        }
        if (next.getAsLong() > sent || next.getAsLong() < acked) {
            throw new BrokenRule(
                    "7.6",
                    "asks for frame " + next.getAsLong() + "; it can have taken " + sent + " and acknowledged "
                            + acked);
        }
        return next.getAsLong();
    }

    void sayResume(long next) {
        link.envelope(HandshakeAttempt.envelope(EnvelopeKind.RESUME_SESSION, pairing, session.resume(pairing, next)));
    }

    /** Writes again what is kept from that seq on. */
    void sendAgain(long from) {
        outbox.tailMap(from).values().forEach(this::write);
    }
}

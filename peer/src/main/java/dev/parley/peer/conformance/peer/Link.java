package dev.parley.peer.conformance.peer;

import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** One connection of the peer, seen from its relay. Answers PINGs by itself; everything else waits to be asked for. */
final class Link implements AutoCloseable {
    /**
     * What came.
     *
     * @param frame empty at the end of the connection, and for what is no frame
     * @param problem what is wrong with the bytes, if they are no frame
     */
    record Heard(Optional<PeerFrame> frame, Optional<String> problem) {
        boolean isEnd() {
            return frame.isEmpty() && problem.isEmpty();
        }

        /** In a few words, for a verdict. */
        String text() {
            return frame.map(PeerFrameText::of)
                    .orElse(problem.map(what -> "what is no frame: " + what).orElse("the end of the connection"));
        }
    }

    private static final Heard END = new Heard(Optional.empty(), Optional.empty());

    private final Socket socket;
    private final Challenge challenge;
    private final BlockingDeque<Heard> heard = new LinkedBlockingDeque<>();
    private volatile boolean ended;
    private volatile boolean drips;
    private boolean asked;

    Link(Socket socket, Challenge challenge) {
        this.socket = socket;
        this.challenge = challenge;
        Thread reader = new Thread(this::readAll, "conformance-link");
        reader.setDaemon(true);
        reader.start();
    }

    /** What WELCOME names on this connection. */
    Challenge challenge() {
        return challenge;
    }

    /** The next that came; empty if there is nothing in that time. After the end there is nothing but the end. */
    Optional<Heard> next(long millis) throws InterruptedException {
        Heard next = ended && heard.isEmpty() ? END : heard.poll(millis, TimeUnit.MILLISECONDS);
        return Optional.ofNullable(next);
    }

    /** What came and was not asked for yet, put back to be asked for again. */
    void putBack(Heard again) {
        heard.addFirst(again);
    }

    /** From now on every byte is written by itself. */
    void drip() {
        drips = true;
    }

    /** Whether a seat was asked for on this connection before: a CLAIM behind a refused RESUME has the same attempt. */
    boolean isClaimingAgain() {
        boolean again = asked;
        asked = true;
        return again;
    }

    void say(RelayFrame frame) {
        say(FrameCodec.encode(frame));
    }

    void envelope(byte[] envelope) {
        say(new RelayFrame.Deliver(Envelope.of(envelope)));
    }

    /** Writes those bytes at once. What the peer no longer reads is lost without a word, as on any connection. */
    void say(byte[] bytes) {
        try {
            synchronized (socket) {
                if (drips) {
                    for (byte one : bytes) {
                        socket.getOutputStream().write(one);
                    }
                } else {
                    socket.getOutputStream().write(bytes);
                }
            }
        } catch (IOException e) {
            // Its end shows where it is waited for.
        }
    }

    private void readAll() {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(socket.getInputStream(), Wire.LENGTH_BYTES + Wire.MAX_LENGTH))) {
            while (true) {
                PeerFrame frame = read(in);
                if (frame instanceof PeerFrame.Ping ping) {
                    say(new RelayFrame.Pong(ping.echo()));
                } else {
                    heard.add(new Heard(Optional.of(frame), Optional.empty()));
                }
            }
        } catch (WireException e) {
            heard.add(new Heard(Optional.empty(), Optional.of(e.reason().name())));
        } catch (IOException e) {
            // It ended.
        }
        heard.add(END);
        ended = true;
    }

    private static PeerFrame read(DataInputStream in) throws IOException, WireException {
        int length = in.readInt();
        int type = in.read();
        if (type < 0) {
            throw new EOFException();
        }
        FrameCodec.checkPeerHeader(length, type);
        byte[] frame = new byte[Wire.LENGTH_BYTES + length];
        ByteBuffer.wrap(frame).putInt(length).put((byte) type);
        in.readFully(frame, Wire.HEADER_BYTES, length - 1);
        return FrameCodec.decodePeer(frame);
    }

    /** Ends the connection at once, as a cut does. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        cut();
    }
}

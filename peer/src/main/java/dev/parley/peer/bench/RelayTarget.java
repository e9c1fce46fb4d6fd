package dev.parley.peer.bench;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatKey;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A Parley relay: two CLAIMs of one room, and the PEER that tells the first of the second. */
final class RelayTarget implements Target {
    private final Randomness randomness;
    private final String run;

    RelayTarget(Randomness randomness) {
        this.randomness = randomness;
        this.run = java.util.HexFormat.of().formatHex(randomness.bytes(8));
    }

    @Override
    public SocketChannel[] pair(InetSocketAddress address, int room) throws IOException {
        SocketChannel sender = claim(address, room);
        SocketChannel receiver = claim(address, room);
        expect(sender, RelayFrame.Peer.class);
        return new SocketChannel[] {sender, receiver};
    }

    private SocketChannel claim(InetSocketAddress address, int room) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        expect(channel, RelayFrame.Welcome.class);
        PeerFrame.Claim claim = new PeerFrame.Claim(
                Wire.MAX_PROTOCOL,
                RoomName.roomId("bench-" + run + "-" + room),
                SeatKey.of(randomness.bytes(Wire.SEAT_KEY_BYTES)),
                Intent.EITHER,
                1,
                1);
        channel.write(ByteBuffer.wrap(FrameCodec.encode(claim)));
        expect(channel, RelayFrame.Seated.class);
        return channel;
    }

    private static void expect(SocketChannel channel, Class<? extends RelayFrame> type) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Wire.LENGTH_BYTES);
        readFully(channel, header);
        int length = header.getInt(0);
        if (length < 1 || length > Wire.MAX_LENGTH) {
            throw new IOException("The relay sent a frame of " + length + " bytes.");
        }
        ByteBuffer frame = ByteBuffer.allocate(Wire.LENGTH_BYTES + length).putInt(length);
        readFully(channel, frame);
        try {
            RelayFrame decoded = FrameCodec.decodeRelay(frame.array());
            if (!type.isInstance(decoded)) {
                throw new IOException("The relay answered " + decoded.getClass().getSimpleName() + ", not "
                        + type.getSimpleName() + ".");
            }
        } catch (WireException e) {
            throw new IOException("This is no Parley relay.", e);
        }
    }

    static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("The other side closed the connection.");
            }
        }
    }
}

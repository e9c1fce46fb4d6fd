package dev.parley.peer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Our {@link ByteForwarder}: each side says its room, both get one byte once they are paired. */
final class ForwarderTarget implements Target {
    @Override
    public SocketChannel[] pair(InetSocketAddress address, int room) throws IOException {
        SocketChannel[] both = {join(address, room), join(address, room)};
        for (SocketChannel channel : both) {
            RelayTarget.readFully(channel, ByteBuffer.allocate(1));
        }
        return both;
    }

    private static SocketChannel join(InetSocketAddress address, int room) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        channel.write(ByteBuffer.allocate(4).putInt(room).flip());
        return channel;
    }
}

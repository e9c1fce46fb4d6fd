package dev.parley.peer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** What is put under load: how two connections become a pair there. */
interface Target {
    /** A sender and a receiver, connected and paired, in blocking mode. */
    SocketChannel[] pair(InetSocketAddress address, int room) throws IOException;
}

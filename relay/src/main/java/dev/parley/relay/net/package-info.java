/**
 * The relay's event loops: sockets, timers and the forwarding of whole runs of frames. Carries out the effects of {@code relay.room};
 * never looks behind the type byte of an envelope. One thread per {@link dev.parley.relay.net.EventLoop}.
 */
package dev.parley.relay.net;

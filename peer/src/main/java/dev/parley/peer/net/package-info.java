/**
 * The peer's shell: one socket to the relay, TLS or plain, one loop per room that owns its {@code RoomClient}; addresses of relays, and
 * links. Knows nothing of handshakes or screens. TLS stays in {@code TlsClient}.
 */
package dev.parley.peer.net;

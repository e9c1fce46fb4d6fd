/**
 * The peer's shell: one socket to the relay, one loop per room that owns its {@code RoomClient}. Knows nothing of handshakes or screens.
 */
package dev.parley.peer.net;

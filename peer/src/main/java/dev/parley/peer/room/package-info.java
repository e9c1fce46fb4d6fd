/**
 * One room as seen by one peer, without I/O: seat, handshake attempts, session, delivery (PROTOCOL.md sections 3.4, 5 and 7).
 *
 * <p>Inputs are what the relay says, what the person says, and the time; outputs are {@link dev.parley.peer.room.RoomEffect}s. It knows no
 * socket, thread, clock or screen. One thread per {@link dev.parley.peer.room.RoomClient}.
 */
package dev.parley.peer.room;

/**
 * Rooms, seats and pairings as a pure core: inputs are claims and losses, outputs are {@link dev.parley.relay.room.Effect}s.
 *
 * <p>It refuses to know sockets, threads, clocks and what is inside an envelope; time and connections are handed in. It implements
 * PROTOCOL.md section 3.4. One thread per {@link dev.parley.relay.room.Rooms}.
 */
package dev.parley.relay.room;

/**
 * The end-to-end protocol without I/O: invites, the handshake, the session and its epochs (PROTOCOL.md sections 4 to 8).
 *
 * <p>Nothing here knows a socket, a clock, a thread or a library: randomness and time are handed in, primitives come from
 * {@code crypto.primitive}. Whatever arrives from outside either becomes a valid value or a {@link CryptoException}; a refused input
 * leaves no trace.
 */
package dev.parley.crypto;

/**
 * {@code parley bench}: a load client for relays, and the plain byte forwarder that it compares them with. Shares nothing with the chat but
 * the wire; the only package of the peer that uses channels (decision 0007).
 */
package dev.parley.peer.bench;

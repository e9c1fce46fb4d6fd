/**
 * Who may use the relay and who may take a seat (PROTOCOL.md sections 3.4 and 3.6): tokens, listed keys, the deny list, fresh challenges
 * and proofs over them. The only package of the relay that touches {@code javax.crypto} and secure randomness (house rule D3); it knows no
 * connection, no room state and no file.
 */
package dev.parley.relay.admission;

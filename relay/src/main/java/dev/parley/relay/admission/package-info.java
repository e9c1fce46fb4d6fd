/**
 * Who may take a seat: fresh challenges and proofs over them. The only package of the relay that touches {@code javax.crypto} and secure
 * randomness (house rule D3); it knows no connection and no room state.
 */
package dev.parley.relay.admission;

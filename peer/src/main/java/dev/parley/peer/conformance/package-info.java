/**
 * {@code parley conformance}: plays the scenarios of {@code spec/vectors} against somebody else's relay, as peers on real connections.
 * Knows the wire and nothing of what is inside an envelope.
 */
package dev.parley.peer.conformance;

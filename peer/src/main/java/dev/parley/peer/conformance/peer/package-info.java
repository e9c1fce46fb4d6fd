/**
 * {@code parley conformance peer}: sits between somebody else's peer and nobody, as its relay and as its other end, honest and hostile.
 * Believes nothing that the peer says of itself: it judges what comes over the wire and which texts come out.
 */
package dev.parley.peer.conformance.peer;

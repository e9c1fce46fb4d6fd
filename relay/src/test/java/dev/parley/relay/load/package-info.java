/**
 * Floods, freezes and crowds against a relay in a process of its own, by {@code relay/load/parley-load}; what each shows is in
 * {@code docs/measurements}. Attackers come from 127.0.1.0/24, honest peers from 127.0.2.0/24 and above, which Linux takes without being
 * told. Talks raw frames and knows nothing of the relay but its wire.
 */
package dev.parley.relay.load;

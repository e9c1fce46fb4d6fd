/**
 * What a relay is told: one table of {@link dev.parley.relay.config.Key keys}, read from flags, environment and a strict {@code
 * relay.json}, each value with its origin; and the lists of who is let in. The only package of the relay that touches Gson; it opens no socket and no room.
 */
package dev.parley.relay.config;

/** What a relay reads from its folder and writes to it: strict, bounded, replaced as a whole. Knows no connection. */
package dev.parley.relay.config;

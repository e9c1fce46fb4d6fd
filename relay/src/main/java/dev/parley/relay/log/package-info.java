/**
 * The relay's log: JSON lines about the relay itself. What is logged is counted, never named: no content, no room, no address of a peer
 * reaches this package. The only one that touches slf4j and logback.
 */
package dev.parley.relay.log;

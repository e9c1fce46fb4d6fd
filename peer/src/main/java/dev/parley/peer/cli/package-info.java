/** The {@code parley} command: its options, its configuration, and the wiring of each command. The peer's composition root. */
package dev.parley.peer.cli;

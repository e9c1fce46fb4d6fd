/** The {@code parley-relay} command: reads the options, starts the relay, says where it listens. The relay's composition root. */
package dev.parley.relay.cli;

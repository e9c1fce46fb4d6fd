/**
 * The {@code parley-relay} command: reads what it is told, starts the relay with all that watches it, and stops it gently. The relay's
 * composition root: the only package that knows the clock, the standard streams, the signals and picocli.
 */
package dev.parley.relay.cli;

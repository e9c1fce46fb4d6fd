package dev.parley.relay.admin;

import dev.parley.relay.net.Relay;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What the admin listener shows.
 *
 * @param version the relay's
 * @param status how it is, for a person
 * @param certificateSeconds until the certificate ends, below zero after that; empty without TLS
 */
public record Watched(
        Relay relay, String version, Supplier<String> status, Supplier<OptionalLong> certificateSeconds) {}

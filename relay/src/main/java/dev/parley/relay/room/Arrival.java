package dev.parley.relay.room;

/** Who wants a seat: the connection, where it comes from, and which attempt of which process it is. */
public record Arrival<C>(C connection, Source source, int instance, int attempt) {}

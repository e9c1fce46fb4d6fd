package dev.parley.crypto;

/** What a finished handshake leaves: the session, who is at the other end, and the number of this session. */
public record Agreement(Session session, IdentityKey theirKey, SafetyNumber sessionNumber) {}

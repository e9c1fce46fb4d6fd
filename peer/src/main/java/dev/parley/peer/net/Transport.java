package dev.parley.peer.net;

/** How bytes get to a relay. Never changed by what happens on the way (PROTOCOL.md section 2.1). */
public enum Transport {
    TLS,
    PLAIN
}

package dev.parley.relay.cli;

/** What whoever runs a relay can ask of it while it runs. Safe for any thread. */
interface Operator {
    /** Begin to stop, gently; the process ends with this code. A second time: at once. */
    void stop(int exitCode);

    /** Read the configuration again; says what came of it. */
    String reload();

    /** Show everybody in a room one line, at most 512 bytes of UTF-8. */
    void announce(String text);

    /** How the relay is, for a person. */
    String status();
}

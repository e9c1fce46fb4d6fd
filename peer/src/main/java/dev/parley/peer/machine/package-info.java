/** Rooms without a person in front of them: JSON lines for programs, bytes for pipes (docs/json.md, docs/pipe.md). Knows no terminal. */
package dev.parley.peer.machine;

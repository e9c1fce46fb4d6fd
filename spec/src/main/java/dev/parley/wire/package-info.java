/**
 * The relay protocol on the wire, shared by both sides: frames, their strict codec, and the byte values they carry.
 *
 * <p>This package knows no socket, no clock and no cryptography; it imports the JDK's {@code java..} packages only. It implements
 * sections 1 to 4 of {@code spec/PROTOCOL.md}; a change here is a change of that document and of {@code spec/vectors}.
 */
package dev.parley.wire;

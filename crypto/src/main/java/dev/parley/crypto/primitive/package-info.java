/**
 * Primitives: Bouncy Castle, Tink and the JDK's own cryptography behind our types, one idea per class.
 *
 * <p>Nothing of a library appears in a signature here, and no other package imports one (house rule D4). This package knows nothing of
 * the protocol: no label, no transcript, no state. It implements PROTOCOL.md section 5 and annex A.
 */
package dev.parley.crypto.primitive;

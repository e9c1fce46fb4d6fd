/**
 * The relay's certificate and key: made by the JDK's keytool, read from PEM files, exchanged while the relay runs; and the TLS engines
 * that speak for them. Knows nothing of connections, frames and rooms. PROTOCOL.md section 2.
 */
package dev.parley.relay.tls;

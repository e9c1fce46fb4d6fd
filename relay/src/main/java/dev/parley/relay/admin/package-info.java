/**
 * How a relay is watched: health, readiness, metrics and status over plain HTTP on an address of its own. Knows numbers only. The only
 * package that touches {@code jdk.httpserver} and the Prometheus library.
 */
package dev.parley.relay.admin;

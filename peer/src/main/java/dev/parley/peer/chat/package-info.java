/**
 * What people say: the kinds of message, their strict encoding, and what a typed line means. Pure; knows no session, socket or screen.
 * Implements PROTOCOL.md section 8.
 */
package dev.parley.peer.chat;

/**
 * Files that two people hand each other, where they meet the disk: which names are taken, how a file is stored, what is read to be sent.
 *
 * <p>{@link dev.parley.peer.files.OfferedName} makes a name of the other side's into one component, {@link
 * dev.parley.peer.files.Deposit} holds every rule of the receiver, {@link dev.parley.peer.files.Source} those of the sender. Knows
 * nothing of frames, rooms and screens but the seam {@code FileWork}, which {@link dev.parley.peer.files.FileDesk} carries out.
 * PROTOCOL.md section 12, docs/files.md.
 */
package dev.parley.peer.files;

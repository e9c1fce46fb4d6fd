/**
 * What outlives the program: the state folder, its rooms, each with one record and one journal.
 *
 * <p>Knows nothing of the protocol: records and entries are bytes that somebody else reads. Everything but the two lock files and the
 * key is sealed. A folder holds
 *
 * <pre>
 * key                      32 random bytes, the key of the folder
 * lock                     held for moments, by whoever changes which rooms there are or counts a try
 * tries                    sealed: failed passphrases of named rooms
 * rooms/xxxxxxxx/lock      held as long as a process has the room
 * rooms/xxxxxxxx/roomkey   the room's key, sealed under the folder's key and, if there is one, a passphrase
 * rooms/xxxxxxxx/record    sealed under the room's key, replaced as a whole
 * rooms/xxxxxxxx/journal   entries, each sealed under the room's key, appended
 * </pre>
 *
 * Every sealed file begins with a {@link FileHeader} whose fresh salt gives the file, each time it is written anew, a key of its own.
 * What cannot be noticed here: a file put back as it was before. The peers' counters show that.
 */
package dev.parley.peer.store;

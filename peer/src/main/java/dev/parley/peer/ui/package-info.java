/**
 * What a person sees and types. JLine stays in this package. Everything that came from outside passes {@link dev.parley.peer.ui.SafeText}
 * on its way to a screen; there is no other door.
 */
package dev.parley.peer.ui;

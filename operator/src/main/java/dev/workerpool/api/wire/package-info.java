/**
 * The relay's requests and replies as records, one a message; {@code worker-image/wire} holds a
 * golden file for each. Imports nothing of ours.
 *
 * <p>A null component is a field left out. Constructors refuse what a reader could not use, by
 * {@link java.lang.IllegalArgumentException} with a message that starts with the field's name.
 */
package dev.workerpool.api.wire;

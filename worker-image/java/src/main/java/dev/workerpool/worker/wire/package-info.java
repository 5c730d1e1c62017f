/**
 * What goes over the wire between a worker and the relay, as records; {@code worker-image/wire} has
 * an example of each. Imports nothing of ours.
 */
package dev.workerpool.worker.wire;

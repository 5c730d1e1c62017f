/**
 * The worker's end of the wire: one channel's calls, repeated until they are answered and never
 * twice in effect. Imports json and wire.
 */
package dev.workerpool.worker.client;

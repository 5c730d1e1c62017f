/**
 * The relay's HTTP server: JSON to operation and back, nothing else.
 *
 * <p>May import {@code relay}, {@code channel} and {@code api}; never {@code kube}, {@code
 * reconcile} or {@code local}. No thread waits here: a parked poll is a future.
 */
package dev.workerpool.http;

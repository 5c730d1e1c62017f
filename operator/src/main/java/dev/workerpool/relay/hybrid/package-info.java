/**
 * The store of a cluster: a channel as a readable head while it is small and calm, else as a log of
 * immutable objects and snapshots. The decisions are pure; what is done is done through the port
 * {@link dev.workerpool.relay.hybrid.ConfigMaps}, with the clock and the threads of {@link
 * dev.workerpool.relay.RelayRuntime}: so a test can be the API server, and time.
 */
package dev.workerpool.relay.hybrid;

/**
 * Local mode: pods as OS processes, the store as files, with the same planner, relay and channel as
 * in a cluster. Imports {@code pool}, {@code relay}, {@code process}, {@code channel} and {@code
 * api}; the HTTP server comes in through {@link dev.workerpool.local.RelayListener}.
 */
package dev.workerpool.local;

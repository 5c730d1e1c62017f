/**
 * The relay: one actor a channel that folds what callers ask, commits it as a group and answers;
 * sessions, waiting and epochs. Owns the ports {@link dev.workerpool.relay.ChannelStore} and {@link
 * dev.workerpool.relay.Callers}. Imports {@code channel} and {@code api}; threads, clock and random
 * come in from outside.
 */
package dev.workerpool.relay;

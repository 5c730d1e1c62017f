/**
 * The pure heart of a channel: queues, events, sessions and leases as one immutable value, and
 * {@code apply(state, request, now)}. No client, clock, thread, logger or random source; Jackson
 * only in the codec. Imports {@code api} only.
 */
package dev.workerpool.channel;

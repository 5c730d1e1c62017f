package dev.workerpool.channel;

/**
 * What a worker says again that it holds, after a takeover: the lease, its queue, the item's id.
 */
public record HeldLease(String lease, String queue, String id) {}

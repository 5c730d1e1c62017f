package dev.workerpool.pool;

/** The port to what the relay knows: the one long poll, or the relay itself in local mode. */
public interface ChannelViews {

  /** The latest view of the channel of that pool; never waits. */
  ChannelView of(String poolUid);
}

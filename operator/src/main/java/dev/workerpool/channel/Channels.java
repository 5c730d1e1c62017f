package dev.workerpool.channel;

/** What operations do to a channel: pure. */
public final class Channels {
  private Channels() {}
}

package dev.workerpool.relay;

import java.util.Objects;

/** A channel's address: its namespace and its name, which is its pool's. */
public record ChannelRef(String namespace, String name) {
  public ChannelRef {
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

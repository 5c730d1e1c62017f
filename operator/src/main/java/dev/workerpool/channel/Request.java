package dev.workerpool.channel;

import java.util.Objects;

/** An operation and who asks for it. The relay fills in the owner; callers can't choose one. */
public record Request(Owner owner, Operation operation) {
  public Request {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(operation);
  }
}

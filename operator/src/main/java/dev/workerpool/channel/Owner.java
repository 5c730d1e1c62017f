package dev.workerpool.channel;

import java.util.Objects;

/**
 * Who asks: the owner of sessions, producers and run-time queues.
 *
 * @param id the pod's UID, or another stable name for a caller that is no pod
 * @param pod true: ends by proof of death ({@link Operation.EndOwner}); false: by 30 s of silence
 */
public record Owner(String id, boolean pod) {
  private static final String GUEST = "guest:";

  public Owner {
    Objects.requireNonNull(id);
  }

  public static Owner pod(String uid) {
    return new Owner(uid, true);
  }

  public static Owner guest(String name) {
    return new Owner(GUEST + name, false);
  }

  static boolean isGuest(String id) {
    return id.startsWith(GUEST);
  }
}

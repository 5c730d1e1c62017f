package dev.workerpool.channel;

import java.time.Instant;
import org.pcollections.TreePMap;

/**
 * A session: the bond between a process and what it holds.
 *
 * @param seen when it last gave a sign of life
 * @param leases what it holds, in the order of leasing
 * @param settled leases acknowledged (true) or given back (false) lately, for repeated requests
 */
record SessionState(
    String id,
    Owner owner,
    String nonce,
    Instant seen,
    TreePMap<Long, LeaseRef> leases,
    Recent<Boolean> settled) {

  private static final int SETTLED_REMEMBERED = 2000;

  static SessionState open(String id, Owner owner, String nonce, Instant now) {
    return new SessionState(id, owner, nonce, now, TreePMap.empty(), Recent.of(SETTLED_REMEMBERED));
  }

  /** The same owner and nonce always have the same session, under any relay. */
  static String idOf(Owner owner, String nonce) {
    return Texts.fingerprint(owner.id(), nonce);
  }

  SessionState withSeen(Instant now) {
    return new SessionState(id, owner, nonce, now, leases, settled);
  }

  SessionState withLeases(TreePMap<Long, LeaseRef> held) {
    return new SessionState(id, owner, nonce, seen, held, settled);
  }

  SessionState remembering(String token, boolean acknowledged) {
    return new SessionState(id, owner, nonce, seen, leases, settled.plus(token, acknowledged));
  }
}

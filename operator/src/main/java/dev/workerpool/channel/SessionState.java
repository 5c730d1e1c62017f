package dev.workerpool.channel;

import java.time.Instant;
import java.util.List;
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

  private static final int SETTLED_REMEMBERED = 128;

  static SessionState open(String id, Owner owner, String nonce, Instant now) {
    return new SessionState(id, owner, nonce, now, TreePMap.empty(), Recent.empty());
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

  /** Remembers these as settled, and not for ever what was settled before. */
  SessionState remembering(List<String> tokens, boolean acknowledged) {
    Recent<Boolean> all = settled;
    for (String token : tokens) {
      all = all.plus(token, acknowledged);
    }
    Recent<Boolean> kept = all.last(Math.max(SETTLED_REMEMBERED, tokens.size()));
    return new SessionState(id, owner, nonce, seen, leases, kept);
  }
}

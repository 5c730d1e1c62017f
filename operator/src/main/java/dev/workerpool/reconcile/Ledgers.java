package dev.workerpool.reconcile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ledger of each pool, by its uid: a pool made again begins with an empty one. */
final class Ledgers {
  private final Map<String, Ledger> byUid = new ConcurrentHashMap<>();

  Ledger of(String poolUid) {
    return byUid.computeIfAbsent(poolUid, uid -> new Ledger());
  }

  void forget(String poolUid) {
    byUid.remove(poolUid);
  }
}

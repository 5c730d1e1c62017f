package dev.workerpool.channel;

import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * A lock, semaphore, condition or barrier.
 *
 * @param surplus releases without an acquire, of a Semaphore
 * @param broken of a barrier
 * @param holds who holds it or waits, by number: in the order of their coming
 * @param byAttempt numbers of holds by session and attempt
 * @param bySession numbers of holds by session
 */
record Primitive(
    PrimitiveId id,
    PrimitiveRules rules,
    Standing standing,
    long surplus,
    boolean broken,
    TreePMap<Long, Hold> holds,
    PMap<String, Long> byAttempt,
    PMap<String, TreePSet<Long>> bySession) {

  /**
   * Why it is there.
   *
   * @param declared stands in the spec
   * @param creator id of the owner that made it at run time; null when declared
   */
  record Standing(boolean declared, String creator) {
    static final Standing DECLARED = new Standing(true, null);
    static final Standing LEFT = new Standing(false, null);
  }

  static Primitive fresh(PrimitiveId id, PrimitiveRules rules, Standing standing) {
    return new Primitive(
        id,
        rules,
        standing,
        0,
        false,
        TreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty());
  }

  /** How many could acquire it now; not more than a reader of 32 bits can take. */
  int free() {
    long free = rules.number() + surplus - holds.size();
    return rules.kind().family() == PrimitiveKind.Family.SEMAPHORE
        ? (int) Math.max(0, Math.min(free, Integer.MAX_VALUE))
        : 0;
  }

  /** The number of what that attempt was given; null for nothing. */
  Long of(String session, String attempt) {
    return byAttempt.get(key(session, attempt));
  }

  /** The number of the session's oldest; null for none. */
  Long oldestOf(String session) {
    TreePSet<Long> numbers = bySession.get(session);
    return numbers == null ? null : numbers.first();
  }

  boolean isHeldBy(String session, Long number) {
    Hold hold = number == null ? null : holds.get(number);
    return hold != null && hold.session().equals(session);
  }

  /** Numbers of those who came first. */
  List<Long> first(int count) {
    return holds.keySet().stream().limit(count).toList();
  }

  Primitive plus(long number, Hold hold) {
    TreePSet<Long> others = bySession.getOrDefault(hold.session(), TreePSet.empty());
    return new Primitive(
        id,
        rules,
        standing,
        surplus,
        broken,
        holds.plus(number, hold),
        byAttempt.plus(key(hold.session(), hold.attempt()), number),
        bySession.plus(hold.session(), others.plus(number)));
  }

  Primitive minus(long number) {
    Hold hold = holds.get(number);
    TreePSet<Long> rest = bySession.get(hold.session()).minus(number);
    return new Primitive(
        id,
        rules,
        standing,
        surplus,
        broken,
        holds.minus(number),
        byAttempt.minus(key(hold.session(), hold.attempt())),
        rest.isEmpty() ? bySession.minus(hold.session()) : bySession.plus(hold.session(), rest));
  }

  /** With other settings; who holds it stays. */
  Primitive with(PrimitiveRules now, Standing why, long more, boolean isBroken) {
    return new Primitive(id, now, why, more, isBroken, holds, byAttempt, bySession);
  }

  PrimitiveValue value() {
    List<PrimitiveValue.Holder> all =
        holds.values().stream()
            .map(h -> new PrimitiveValue.Holder(h.owner().pod() ? h.owner().id() : null, h.since()))
            .toList();
    return new PrimitiveValue(id.name(), rules, free(), broken, all);
  }

  private static String key(String session, String attempt) {
    return session + " " + attempt;
  }
}

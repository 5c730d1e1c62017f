package dev.workerpool.relay.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.relay.hybrid.ProtocolModel.Flaw;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Every order in which writers, a network that delays and doubles, crashes and collection can take
 * turns, within small bounds: what was acknowledged is always recovered. The decisions are the
 * store's own.
 */
class ProtocolSearchTest {
  private static final int LEAST_STATES = 20_000;

  /** What a search came to. */
  private record Found(int states, String violation) {}

  /** Breadth first, so that a violation comes with a shortest way to it. */
  private static Found search(ProtocolModel model) {
    Map<ProtocolState, ProtocolState> cameFrom = new HashMap<>();
    Deque<ProtocolState> open = new ArrayDeque<>();
    ProtocolState first = ProtocolModel.first();
    cameFrom.put(first, first);
    open.add(first);
    Predicate<ProtocolState> good = model::keepsWhatWasAcknowledged;
    while (!open.isEmpty()) {
      ProtocolState state = open.remove();
      if (!good.test(state)) {
        return new Found(cameFrom.size(), way(cameFrom, state));
      }
      for (ProtocolState next : model.next(state)) {
        if (cameFrom.putIfAbsent(next, state) == null) {
          open.add(next);
        }
      }
    }
    return new Found(cameFrom.size(), null);
  }

  private static String way(Map<ProtocolState, ProtocolState> cameFrom, ProtocolState to) {
    StringBuilder way = new StringBuilder();
    for (ProtocolState s = to; ; s = cameFrom.get(s)) {
      way.insert(0, s + "\n");
      if (cameFrom.get(s).equals(s)) {
        return way.toString();
      }
    }
  }

  @Test
  void whateverHappens_whatWasAcknowledgedIsRecovered() {
    Found found = search(new ProtocolModel(Flaw.NONE, false));
    assertThat(found.violation()).isNull();
    assertThat(found.states()).isGreaterThan(LEAST_STATES);
  }

  @Test
  void whatAWatchTells_isAsGoodAsALook() {
    Found found = search(new ProtocolModel(Flaw.NONE, true));
    assertThat(found.violation()).isNull();
    assertThat(found.states()).isGreaterThan(LEAST_STATES);
  }

  @Test
  void withoutTheLookAtTheHead_anAcknowledgedPutIsLost() {
    assertThat(search(new ProtocolModel(Flaw.NO_LOOK, false)).violation()).isNotNull();
  }

  @Test
  void withCollectionBeforeTheHead_anAcknowledgedPutIsLost() {
    assertThat(search(new ProtocolModel(Flaw.COLLECTS_FIRST, false)).violation()).isNotNull();
  }

  @Test
  void withoutAListingAfterTheFence_anAcknowledgedPutIsLost() {
    assertThat(search(new ProtocolModel(Flaw.NO_LISTING, false)).violation()).isNotNull();
  }
}

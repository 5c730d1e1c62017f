package dev.workerpool.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing plan smaller: takes chunks away, ever smaller ones, while it still fails. */
final class Shrinking {
  private Shrinking() {}

  static Plan of(Plan failing, Predicate<Plan> fails) {
    Plan best = failing;
    for (int chunk = Math.max(1, failing.steps().size() / 2); chunk >= 1; chunk /= 2) {
      int from = 0;
      while (from < best.steps().size()) {
        List<Plan.Step> rest = new ArrayList<>(best.steps());
        rest.subList(from, Math.min(rest.size(), from + chunk)).clear();
        Plan smaller = best.only(rest);
        if (fails.test(smaller)) {
          best = smaller;
        } else {
          from += chunk;
        }
      }
    }
    return best;
  }
}

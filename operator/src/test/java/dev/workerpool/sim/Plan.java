package dev.workerpool.sim;

import dev.workerpool.relay.WriteBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What happens in a run, in order of time. The seed alone makes it; what a run adds by chance
 * (latencies, other troubles) comes from the seed, too.
 */
record Plan(long seed, List<Step> steps) {
  static final int WORKERS = 3;
  static final int RELAYS = 3;

  /**
   * @param number its place in the plan as it was made; what a shrunken plan is told by
   */
  record Step(int number, long millis, Deed deed) {}

  Plan {
    steps = List.copyOf(steps);
  }

  /** How many of a thousand requests to the API server go wrong besides. */
  int badPerMille() {
    return Math.floorMod(seed, 4) * 15;
  }

  /** How many of a thousand replies to workers are lost. */
  int deafPerMille() {
    return Math.floorMod(seed / 4, 3) * 20;
  }

  /** What relays may write in ten minutes; so little in some seeds that puts wait. */
  long writeBudget() {
    return isTight(seed) ? Spending.TIGHT : WriteBudget.DEFAULT_BYTES;
  }

  private static boolean isTight(long seed) {
    return Math.floorMod(seed / 12, 12) == 0;
  }

  /**
   * Whether workers settle, put and take in one request, too. Not where puts have to wait for the
   * budget: those of a settlement never do. Seeds kept because they failed once play as they did.
   */
  private static boolean exchanges(long seed) {
    int kind = Math.floorMod(seed, 7);
    return !isTight(seed) && (kind == 2 || kind == 4 || kind == 6);
  }

  /**
   * Whether relays can watch their ConfigMaps. Seeds kept because they failed once play as they
   * did.
   */
  boolean watchable() {
    int kind = Math.floorMod(seed, 11);
    return kind == 0 || kind == 3 || kind == 7 || kind == 8;
  }

  static Plan of(long seed) {
    Random random = new Random(seed * 7919 + 1);
    int length = 40 + random.nextInt(80);
    int seconds = 20 + random.nextInt(60);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      steps.add(new Step(0, random.nextInt(seconds * 1000), deed(random, exchanges(seed))));
    }
    steps.sort(Comparator.comparingLong(Step::millis));
    List<Step> numbered = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      numbered.add(new Step(i, steps.get(i).millis(), steps.get(i).deed()));
    }
    return new Plan(seed, numbered);
  }

  private static Deed deed(Random random, boolean exchanges) {
    int kind = random.nextInt(100);
    int worker = random.nextInt(WORKERS);
    String queue = random.nextInt(3) == 0 ? "open" : "tasks";
    if (kind < 30) {
      return new Deed.Put(worker, queue, 1 + random.nextInt(3));
    } else if (kind < 52) {
      return new Deed.Take(worker, queue, 1 + random.nextInt(3), random.nextInt(3) * 1000);
    } else if (kind < 64 && exchanges) {
      String target = random.nextInt(3) == 0 ? "open" : "tasks";
      return new Deed.Exchange(
          worker, queue, 1 + random.nextInt(2), random.nextInt(3) * 1000, target);
    } else if (kind < 70) {
      return new Deed.Settle(worker, random.nextInt(5) > 0);
    } else if (kind < 72) {
      return new Deed.Leave(worker);
    } else if (kind < 75) {
      return new Deed.Join(worker, queue);
    } else if (kind < 78) {
      return new Deed.SetEvent(worker, random.nextBoolean());
    } else if (kind < 82) {
      return new Deed.Kill(worker, random.nextBoolean() ? 0 : random.nextInt(9000));
    }
    return trouble(random);
  }

  private static Deed trouble(Random random) {
    int relay = random.nextInt(RELAYS);
    int kind = random.nextInt(18);
    if (kind < 4) {
      return new Deed.Crash(relay, random.nextInt(20_000));
    } else if (kind < 7) {
      return new Deed.Pause(relay, random.nextInt(30_000));
    } else if (kind < 10) {
      return new Deed.Lead(relay, random.nextInt(2) == 0 ? random.nextInt(30_000) : 0);
    } else if (kind < 15) {
      Weather.Fate[] all = Weather.Fate.values();
      return new Deed.Fault(all[1 + random.nextInt(all.length - 1)], 1 + random.nextInt(4));
    } else if (kind == 15) {
      return new Deed.Down(random.nextInt(15_000));
    }
    return kind == 16 ? new Deed.Edit() : new Deed.Delete();
  }

  /** The same run, with these steps only. */
  Plan only(List<Step> kept) {
    return new Plan(seed, kept);
  }
}

package dev.workerpool.faults;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * R4: a server and a network that fail now and then. What befalls a call depends on the seed, on
 * what it is about and on how often it came before, not on how threads interleave: a seed replays.
 */
final class ServerFaults implements Disturbance, Faults {
  private static final int MOST_OF_A_KIND = 6;

  private final long seed;
  private final double often;
  private final Map<String, Integer> came = new ConcurrentHashMap<>();

  ServerFaults(long seed) {
    this.seed = seed;
    this.often = 0.1 + 0.2 * new Random(seed).nextDouble();
  }

  @Override
  public void begin(Trial trial) {
    trial.start(this);
  }

  @Override
  public Fault of(Call call) {
    String what = call.verb() + call.resource() + call.subresource() + tail(call) + call.isWatch();
    int times = came.merge(what, 1, Integer::sum);
    var random = new Random((seed * 31 + what.hashCode()) * 31 + times);
    random.nextInt();
    if (times > MOST_OF_A_KIND || random.nextDouble() > often) {
      return Fault.NONE;
    }
    return call.isWrite() ? ofWrite(call, random.nextInt(8)) : ofRead(random.nextInt(4));
  }

  /** Key and attempt of a pod; of other objects nothing, since their names differ between runs. */
  private static String tail(Call call) {
    String text = call.resource().equals("pods") ? call.name() : "";
    var parts = text.split("-");
    return parts.length < 3 ? "" : parts[parts.length - 2] + "-" + parts[parts.length - 1];
  }

  private static Fault ofWrite(Call call, int which) {
    return switch (which) {
      case 0 -> Fault.conflict();
      case 1 -> Fault.tooMany();
      case 2 -> Fault.internalError();
      case 3 -> Fault.unavailable();
      case 4 -> Fault.LOST;
      case 5, 6 -> Fault.UNHEARD;
      default ->
          call.verb().equals("POST") && call.resource().equals("pods")
              ? Fault.quota()
              : Fault.UNHEARD;
    };
  }

  private static Fault ofRead(int which) {
    return switch (which) {
      case 0 -> Fault.tooMany();
      case 1 -> Fault.internalError();
      case 2 -> Fault.unavailable();
      default -> Fault.LOST;
    };
  }

  @Override
  public String toString() {
    return "server faults, seed %d, %.0f %% of calls".formatted(seed, often * 100);
  }
}

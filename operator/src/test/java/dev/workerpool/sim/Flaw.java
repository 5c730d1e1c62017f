package dev.workerpool.sim;

import dev.workerpool.channel.Declaration;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.EagerCollection;
import dev.workerpool.relay.hybrid.HybridSettings;
import dev.workerpool.relay.hybrid.HybridStore;
import java.time.Duration;

/** What is wrong with a relay's store on purpose: the simulator must notice. */
enum Flaw {
  NONE,
  /** Answers before the commit is durable. */
  ACK_BEFORE_COMMIT,
  /** Doesn't look at the head after it has appended to the log. */
  NO_LOOK,
  /** Hears of entries before it hears of a head that another one has written before. */
  HEADS_UNSEEN,
  /** Deletes what a head will no longer need before that head is written. */
  COLLECTION_BEFORE_CAS,
  /** Takes an outcome that nobody knows for a good one. */
  GUESS,
  /** Knows of no maxSize. */
  OVERFULL,
  /** Lets puts wait for no budget. */
  LAVISH;

  /** So small that a few items make a log, and a few more a snapshot of several parts. */
  private static final HybridSettings SMALL =
      new HybridSettings(
          16L << 20,
          1200,
          2500,
          300,
          700,
          2000,
          6,
          Duration.ofSeconds(2),
          Duration.ofSeconds(7),
          3);

  Declaration declaration() {
    return Node.declared(this == OVERFULL ? 0 : Node.MAX_SIZES.get("tasks"));
  }

  ChannelStore store(ApiServer server, Host host, Plan plan) {
    ConfigMaps maps = SimMaps.of(server, host, plan.watchable() || this == HEADS_UNSEEN);
    var runtime = host.runtime();
    WriteBudget budget = new WriteBudget(plan.writeBudget(), runtime.clock());
    return switch (this) {
      case NONE, OVERFULL -> new HybridStore(maps, runtime, SMALL, budget);
      case ACK_BEFORE_COMMIT -> new HastyStore(new HybridStore(maps, runtime, SMALL, budget));
      case NO_LOOK -> HybridStore.withoutTheLook(maps, runtime, SMALL, budget);
      case HEADS_UNSEEN -> new HybridStore(new HeadlessMaps(maps), runtime, SMALL, budget);
      case COLLECTION_BEFORE_CAS ->
          new HybridStore(new EagerCollection(maps), runtime, SMALL, budget);
      case GUESS -> new HybridStore(new GuessingMaps(maps), runtime, SMALL, budget);
      case LAVISH -> new LavishStore(new HybridStore(maps, runtime, SMALL, budget));
    };
  }

  /** A store that reads at once and reliably what is there. */
  static ChannelStore reader(ApiServer server, Host host) {
    var runtime = host.direct();
    return new HybridStore(
        SimMaps.direct(server),
        runtime,
        SMALL,
        new WriteBudget(WriteBudget.DEFAULT_BYTES, runtime.clock()));
  }
}

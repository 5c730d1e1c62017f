package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import dev.workerpool.api.QueueStatus;
import dev.workerpool.api.WorkerPoolStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The status of a pool: what was observed, and the history that must not be lost. */
final class PoolStatuses {

  private PoolStatuses() {}

  static WorkerPoolStatus of(Situation situation, Figures figures, WorkerPoolStatus before) {
    var observed = situation.observed();
    var census = situation.census();
    var meta = observed.pool().getMetadata();
    var groups = ExitCodes.groups(census.all());
    Long epoch = observed.channel().epoch();
    return new WorkerPoolStatus(
        meta.getGeneration(),
        epoch == null ? before.channelEpoch() : epoch,
        replicas(situation),
        count(census, PoolProcess::alive),
        count(census, p -> !p.alive() && p.ended().succeeded()),
        count(census, p -> !p.alive() && p.ended().failed()),
        count(census, p -> !p.alive() && p.ended().asked()),
        count(census, p -> !p.alive() && p.ended().lost()),
        Labels.POOL + "=" + meta.getName(),
        started(census),
        Tally.format(attempts(census)),
        Tally.format(uncharged(census)),
        Waits.groups(situation),
        ExitCodes.summary(groups),
        figures.sum(QueueStatus::ready),
        figures.sum(QueueStatus::leased),
        figures.sum(QueueStatus::done),
        groups,
        Details.of(situation),
        figures.queues(),
        figures.events(),
        situation.conditions(before));
  }

  private static Integer replicas(Situation situation) {
    var known = situation.members().known(situation.census());
    return (int) known.stream().filter(p -> Keys.isNumber(p.key())).count();
  }

  private static Integer count(Census census, Predicate<PoolProcess> which) {
    return (int) census.all().stream().filter(which).count();
  }

  private static String started(Census census) {
    return Intervals.format(
        census.all().stream().filter(PoolProcess::alive).map(PoolProcess::key).toList());
  }

  private static Map<String, Integer> attempts(Census census) {
    Map<String, Integer> attempts = new HashMap<>();
    census.all().forEach(p -> attempts.put(p.key(), p.attempt()));
    return attempts;
  }

  private static Map<String, Integer> uncharged(Census census) {
    Map<String, Integer> uncharged = new HashMap<>();
    census.all().forEach(p -> uncharged.put(p.key(), p.uncharged()));
    return uncharged;
  }
}

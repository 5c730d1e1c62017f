package dev.workerpool.channel;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the spec says. A queue or event made at run time becomes declared; a queue that left the
 * spec goes once a later declaration finds it empty, since dropping items is nobody's wish.
 */
final class Declarations {
  private Declarations() {}

  static Applied declare(ChannelState state, Declaration declaration) {
    Step step = queues(Step.from(state), declaration);
    return events(step, Set.copyOf(declaration.events())).answer(new Outcome.Done());
  }

  private static Step queues(Step from, Declaration declaration) {
    Step step = from;
    Set<String> names = new HashSet<>();
    for (Declaration.DeclaredQueue queue : declaration.queues()) {
      names.add(queue.name());
      QueueState there = step.state().queues().get(queue.name());
      QueueConfig now =
          there == null
              ? new QueueConfig(queue.rules(), true, null, queue.closed(), queue.closed())
              : there.config().declaredAs(queue.rules(), queue.closed());
      if (there == null || !there.config().equals(now)) {
        step = step.with(Queues.set(queue.name(), now));
      }
      if (now.closed() == CloseMode.IMMEDIATE) {
        step = Queues.purged(step, queue.name());
      }
    }
    for (QueueState queue : from.state().queues().values()) {
      QueueConfig config = queue.config();
      if (names.contains(queue.name()) || config.creator() != null) {
        continue;
      }
      if (queue.unfinished() == 0 && queue.dead().isEmpty()) {
        step = step.with(new Change.QueueDropped(queue.name()));
      } else if (config.declared()) {
        step = step.with(Queues.set(queue.name(), config.undeclared()));
      }
    }
    return step;
  }

  private static Step events(Step from, Set<String> names) {
    Step step = from;
    for (String name : names.stream().sorted().toList()) {
      EventState there = from.state().events().get(name);
      if (there == null) {
        step = step.with(new Change.EventSet(name, false, 0, true, null));
      } else if (!there.declared()) {
        step = step.with(new Change.EventSet(name, there.set(), there.count(), true, null));
      }
    }
    for (Map.Entry<String, EventState> event : from.state().events().entrySet()) {
      if (event.getValue().declared() && !names.contains(event.getKey())) {
        step = step.with(new Change.EventDropped(event.getKey()));
      }
    }
    return step;
  }
}

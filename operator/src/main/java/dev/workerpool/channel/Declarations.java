package dev.workerpool.channel;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the spec says. A queue or event made at run time becomes declared; a queue that left the
 * spec goes once a later declaration finds it empty, since dropping items is nobody's wish.
 */
final class Declarations {
  private Declarations() {}

  static Applied declare(ChannelState state, Declaration declaration) {
    Step step = queues(Step.from(state), declaration);
    step = events(step, Set.copyOf(declaration.events()));
    return primitives(step, declaration.primitives()).answer(new Outcome.Done());
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

  private static Step primitives(Step from, Map<PrimitiveId, PrimitiveRules> declared) {
    Step step = from;
    for (Map.Entry<PrimitiveId, PrimitiveRules> e : new TreeMap<>(declared).entrySet()) {
      Primitive there = step.state().primitives().get(e.getKey());
      boolean same =
          there != null && there.standing().declared() && there.rules().equals(e.getValue());
      if (!same) {
        long surplus = there == null ? 0 : there.surplus();
        boolean broken = there != null && there.broken();
        step =
            step.with(
                Primitives.set(
                    e.getKey(), e.getValue(), Primitive.Standing.DECLARED, surplus, broken));
      }
    }
    for (Primitive there : from.state().primitives().values()) {
      boolean left = !declared.containsKey(there.id()) && there.standing().creator() == null;
      if (left && there.holds().isEmpty()) {
        step = step.with(new Change.PrimitiveDropped(there.id()));
      } else if (left && there.standing().declared()) {
        step =
            step.with(
                Primitives.set(
                    there.id(),
                    there.rules(),
                    Primitive.Standing.LEFT,
                    there.surplus(),
                    there.broken()));
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

package dev.workerpool.channel;

import java.time.Instant;

/** Making, setting and clearing events. */
final class Events {
  private Events() {}

  static Applied make(ChannelState state, Owner owner, Operation.MakeEvent op) {
    String name = op.event();
    if (!Names.valid(name)) {
      return Step.unchanged(state, new Outcome.Malformed("An event needs a valid name."));
    }
    EventState there = state.events().get(name);
    if (there != null) {
      return Step.unchanged(state, new Outcome.EventIs(there.value(name), false));
    }
    Outcome refusal = Queues.noRoom(state, Weights.event());
    return refusal != null
        ? Step.unchanged(state, refusal)
        : Step.from(state)
            .with(new Change.EventSet(name, false, 0, false, owner.id()))
            .answer(new Outcome.EventIs(new EventValue(name, false, 0), true));
  }

  /** Sets or clears; a set of a set event takes no effect and isn't counted. */
  static Applied change(
      ChannelState state, Owner owner, String name, String key, boolean set, Instant now) {
    EventState event = state.events().get(name);
    if (event == null) {
      return Step.unchanged(state, Channels.noEvent(name));
    }
    String seen =
        key == null ? null : Texts.fingerprint(set ? "set" : "clear", owner.id(), name, key);
    if (seen != null && state.keys().contains(seen)) {
      return Step.unchanged(state, new Outcome.EventIs(event.value(name), false));
    }
    Step step = Step.from(state);
    if (event.set() != set) {
      long count = event.count() + (set ? 1 : 0);
      step = step.with(new Change.EventSet(name, set, count, event.declared(), event.creator()));
    }
    step = seen == null ? step : step.with(new Change.KeySeen(seen, Sessions.millis(now)));
    return step.answer(new Outcome.EventIs(step.state().events().get(name).value(name), false));
  }
}

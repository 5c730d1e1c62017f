package dev.workerpool.channel;

import java.util.List;

/** Folds what makes, changes, holds, frees and drops primitives. */
final class FoldPrimitives {
  private FoldPrimitives() {}

  static ChannelState set(ChannelState state, Change.PrimitiveSet c) {
    Primitive.Standing standing = new Primitive.Standing(c.declared(), c.creator());
    Primitive before = state.primitives().get(c.id());
    Primitive now =
        (before == null ? Primitive.fresh(c.id(), c.rules(), standing) : before)
            .with(c.rules(), standing, c.surplus(), c.broken());
    ChannelState next = before == null ? state : owned(state, before, false);
    long less = before == null ? 0 : Weights.primitive(before.standing().creator());
    return owned(next.withPrimitive(now), now, true)
        .weighing(Weights.primitive(c.creator()) - less);
  }

  static ChannelState dropped(ChannelState state, PrimitiveId id) {
    Primitive primitive = state.primitives().get(id);
    if (primitive == null) {
      return state;
    }
    ChannelState next = freed(state, id, List.copyOf(primitive.holds().keySet()));
    return owned(next, primitive, false)
        .withPrimitives(next.primitives().minus(id))
        .weighing(-Weights.primitive(primitive.standing().creator()));
  }

  private static ChannelState owned(ChannelState state, Primitive primitive, boolean is) {
    String creator = primitive.standing().creator();
    if (creator == null) {
      return state;
    }
    OwnerState owner = state.owner(creator);
    return state.withOwner(
        creator,
        owner.withPrimitives(
            is
                ? owner.primitives().plus(primitive.id())
                : owner.primitives().minus(primitive.id())));
  }

  static ChannelState held(ChannelState state, Change.Held c) {
    long number = state.counters().nextPosition();
    Hold hold = new Hold(c.session(), c.owner(), c.attempt(), c.at());
    return hold(state.advanced(1, 0), c.id(), number, hold);
  }

  /** With that hold under that number; nothing changes where there is no such primitive. */
  static ChannelState hold(ChannelState state, PrimitiveId id, long number, Hold hold) {
    Primitive primitive = state.primitives().get(id);
    if (primitive == null) {
      return state;
    }
    String ownerId = hold.owner().id();
    OwnerState owner = state.owner(ownerId);
    Hold.Ref ref = new Hold.Ref(id, number, hold.session());
    return state
        .withPrimitive(primitive.plus(number, hold))
        .withOwner(ownerId, owner.withHolds(owner.holds().plus(ref)))
        .weighing(hold.weight());
  }

  static ChannelState freed(ChannelState state, PrimitiveId id, List<Long> numbers) {
    ChannelState next = state;
    for (long number : numbers) {
      Primitive primitive = next.primitives().get(id);
      Hold hold = primitive == null ? null : primitive.holds().get(number);
      if (hold != null) {
        String ownerId = hold.owner().id();
        OwnerState owner = next.owner(ownerId);
        Hold.Ref ref = new Hold.Ref(id, number, hold.session());
        next =
            next.withPrimitive(primitive.minus(number))
                .withOwner(ownerId, owner.withHolds(owner.holds().minus(ref)))
                .weighing(-hold.weight());
      }
    }
    return next;
  }

  static ChannelState woken(ChannelState state, Change.Woken c) {
    Primitive primitive = state.primitives().get(c.id());
    if (primitive == null) {
      return state;
    }
    List<Long> numbers = primitive.first(c.count());
    ChannelState next = state;
    for (int i = 0; i < numbers.size(); i++) {
      Hold hold = primitive.holds().get(numbers.get(i));
      String key = Primitives.waiterKey(c.id(), hold.session(), hold.attempt());
      long answer = c.answer() == 0 ? i + 1 : c.answer();
      next = Fold.fold(next, new Change.KeySeen(key, c.at(), answer));
    }
    return freed(next, c.id(), numbers);
  }
}

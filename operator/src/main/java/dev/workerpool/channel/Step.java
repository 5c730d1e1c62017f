package dev.workerpool.channel;

import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** An operation half done: the state so far, and the changes that led to it. */
record Step(ChannelState state, PVector<Change> changes) {

  static Step from(ChannelState state) {
    return new Step(state, TreePVector.empty());
  }

  /** With one more change, folded in. */
  Step with(Change change) {
    return new Step(Fold.fold(state, change), changes.plus(change));
  }

  /** With another state: something that is not durable changed. */
  Step with(ChannelState next) {
    return new Step(next, changes);
  }

  /** With what another operation did to this very state. */
  Step and(Applied applied) {
    return new Step(applied.state(), changes.plusAll(applied.changes()));
  }

  Applied answer(Outcome outcome) {
    return new Applied(state, outcome, changes);
  }

  /** Nothing changed, and this is why or what. */
  static Applied unchanged(ChannelState state, Outcome outcome) {
    return new Applied(state, outcome, List.of());
  }
}

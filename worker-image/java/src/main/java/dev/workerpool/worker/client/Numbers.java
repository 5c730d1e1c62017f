package dev.workerpool.worker.client;

import dev.workerpool.worker.wire.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of puts that go together. They stay the same however often the puts are sent; other
 * items get them only when it is certain that these were not stored.
 */
final class Numbers {
  private final Producers producers;
  private final List<Puts.Batch> puts;
  private final List<Producers.Producer> lent = new ArrayList<>();
  private boolean before;
  private boolean doubtful;

  /**
   * @param puts may be none
   */
  Numbers(Producers producers, List<Puts.Batch> puts) {
    this.producers = producers;
    this.puts = List.copyOf(puts);
  }

  boolean isEmpty() {
    return puts.isEmpty();
  }

  /** The puts under their numbers, to be sent now: until that is answered, they are in doubt. */
  List<Request.Then> sent() {
    if (lent.isEmpty()) {
      puts.forEach(put -> lent.add(producers.borrow(put.queue())));
    }
    before = doubtful;
    doubtful = true;
    List<Request.Then> thens = new ArrayList<>();
    for (int i = 0; i < puts.size(); i++) {
      Producers.Producer producer = lent.get(i);
      Puts.Batch put = puts.get(i);
      thens.add(new Request.Then(put.queue(), producer.id, producer.next(), put.items()));
    }
    return thens;
  }

  /** One unanswered try is enough: it may be stored yet, whatever is said of a later one. */
  void answered(Answer answer) {
    doubtful = before || answer.uncertain();
  }

  /** Whether they may be stored though nobody said so. */
  boolean areInDoubt() {
    return doubtful;
  }

  void stored() {
    for (int i = 0; i < lent.size(); i++) {
      lent.get(i).sent(puts.get(i).items().size());
    }
    doubtful = false;
    free();
  }

  /** They won't be sent any more. What is in doubt is nobody's ever after. */
  void free() {
    for (int i = 0; !doubtful && i < lent.size(); i++) {
      producers.giveBack(puts.get(i).queue(), lent.get(i));
    }
    if (!doubtful) {
      lent.clear();
    }
  }

  /** The relay forgot a producer (it had been silent for long): nothing was nor will be stored. */
  void forgotten() {
    lent.replaceAll(producer -> producers.fresh());
    doubtful = false;
  }
}

package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ProtocolState.Doomed;
import dev.workerpool.relay.hybrid.ProtocolState.Head;
import dev.workerpool.relay.hybrid.ProtocolState.Obj;
import dev.workerpool.relay.hybrid.ProtocolState.Phase;
import dev.workerpool.relay.hybrid.ProtocolState.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store's protocol as a game of small steps. What an index needs, where a log ends and what is
 * garbage is decided by the store's own code.
 */
final class ProtocolModel {
  private static final PoolChannel CHANNEL = new PoolChannel(new ChannelRef("ns", "p"), "uid-1");
  private static final int WRITERS = 2;
  private static final int PUTS = 2;
  private static final int EPOCHS = 2;
  private static final int CHECKPOINTS = 1;

  /** What is wrong on purpose. */
  enum Flaw {
    NONE,
    NO_LOOK,
    COLLECTS_FIRST,
    NO_LISTING
  }

  /** What is read depends on these alone. */
  private record Stored(Head head, Map<String, Obj> objects) {}

  private final Map<Stored, Optional<Set<Integer>>> folds = new HashMap<>();
  private final Flaw flaw;
  private final boolean watches;

  /**
   * @param watches writers also hear how the head stood when an entry came to be, and need no look
   *     then
   */
  ProtocolModel(Flaw flaw, boolean watches) {
    this.flaw = flaw;
    this.watches = watches;
  }

  static ProtocolState first() {
    Head head = new Head(1, LogIndex.withoutLog(new Stamp(0, "", "")), Set.of());
    List<Writer> writers = Collections.nCopies(WRITERS, Writer.DOWN);
    return new ProtocolState(
        head, Map.of(), writers, Map.of(), Set.of(), Set.of(), 0, 0, 0, Map.of());
  }

  /** What a relay that takes over now would read holds all that was acknowledged. */
  boolean keepsWhatWasAcknowledged(ProtocolState state) {
    Set<Integer> read = fold(state);
    return read != null && read.containsAll(state.acked());
  }

  /** Null: something is missing. */
  private Set<Integer> fold(ProtocolState state) {
    return folds
        .computeIfAbsent(
            new Stored(state.head(), state.objects()), s -> Optional.ofNullable(folded(state)))
        .orElse(null);
  }

  private static Set<Integer> folded(ProtocolState state) {
    Set<Integer> all = new HashSet<>(state.head().checkpoint());
    try {
      for (MapMeta entry : inventory(state).entries(state.head().index())) {
        all.add(state.objects().get(entry.name()).put());
      }
      return Set.copyOf(all);
    } catch (UnreadableException e) {
      return null;
    }
  }

  private static Inventory inventory(ProtocolState state) {
    List<MapMeta> listed = new ArrayList<>();
    state
        .objects()
        .forEach(
            (name, o) ->
                listed.add(new MapMeta(name, "u" + o.life(), "1", null, Map.of(), Map.of())));
    return new Inventory(CHANNEL, listed);
  }

  /** All that can happen next. */
  List<ProtocolState> next(ProtocolState state) {
    List<ProtocolState> all = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      step(state, i, all);
      if (state.writers().get(i).phase() != Phase.DOWN) {
        all.add(state.with(i, Writer.DOWN));
      }
    }
    for (Map.Entry<String, Integer> flight : state.flights().entrySet()) {
      // It arrives, and may arrive once more later; or it is lost.
      ProtocolState arrived = arrived(state, flight.getKey(), flight.getValue());
      all.add(arrived);
      all.add(arrived.withoutFlight(flight.getKey()));
      all.add(state.withoutFlight(flight.getKey()));
    }
    for (Doomed one : state.doomed()) {
      all.add(state.deleting(one));
    }
    return all;
  }

  private ProtocolState arrived(ProtocolState state, String name, int put) {
    ProtocolState made = state.making(name, put);
    return watches && made != state ? made.telling(name) : made;
  }

  private void step(ProtocolState s, int i, List<ProtocolState> out) {
    Writer w = s.writers().get(i);
    boolean known = s.head().version() == w.version();
    switch (w.phase()) {
      case DOWN -> load(s, i, out);
      case FENCE -> out.add(known ? fence(s, i, w) : s.with(i, Writer.DOWN));
      case LIST -> {
        boolean same = inventory(s).last(w.index()) == w.next() - 1;
        out.add(s.with(i, same || flaw == Flaw.NO_LISTING ? w.in(Phase.BEGIN) : Writer.DOWN));
      }
      case BEGIN -> out.add(known ? begin(s, i, w) : s.with(i, Writer.DOWN));
      case SERVE -> serve(s, i, w, out);
      case SENT -> {
        if (s.told().getOrDefault(name(w), 0) == w.version()) {
          out.add(acknowledge(s, i, w));
        }
        Obj made = s.objects().get(name(w));
        if (made != null && made.put() == w.put()) {
          out.add(flaw == Flaw.NO_LOOK ? acknowledge(s, i, w) : s.with(i, w.in(Phase.LOOK)));
        }
      }
      case LOOK -> out.add(known ? acknowledge(s, i, w) : s.with(i, Writer.DOWN));
      default -> out.add(known ? checkpoint(s, i, w) : s.with(i, Writer.DOWN));
    }
  }

  private void load(ProtocolState s, int i, List<ProtocolState> out) {
    Set<Integer> content = fold(s);
    LogIndex index = s.head().index();
    if (content != null && index.by().epoch() < EPOCHS) {
      long next = inventory(s).last(index) + 1;
      out.add(s.with(i, new Writer(Phase.FENCE, s.head().version(), index, next, content, 0)));
    }
  }

  private static ProtocolState fence(ProtocolState s, int i, Writer w) {
    Stamp mine = new Stamp(s.head().index().by().epoch() + 1, "w" + i, "");
    LogIndex index = w.index().fenced(mine, "");
    Head head = new Head(s.head().version() + 1, index, s.head().checkpoint());
    Writer fenced = new Writer(Phase.LIST, head.version(), index, w.next(), w.content(), 0);
    return s.with(head).with(i, fenced);
  }

  private static ProtocolState begin(ProtocolState s, int i, Writer w) {
    LogIndex index = w.index().begun("", w.next() - 1);
    Head head = new Head(s.head().version() + 1, index, s.head().checkpoint());
    Writer serving = new Writer(Phase.SERVE, head.version(), index, 1, w.content(), 0);
    return s.with(head).with(i, serving);
  }

  private void serve(ProtocolState s, int i, Writer w, List<ProtocolState> out) {
    if (s.puts() < PUTS) {
      int put = s.puts() + 1;
      Writer sent = new Writer(Phase.SENT, w.version(), w.index(), w.next(), w.content(), put);
      out.add(s.with(i, sent).sending(name(sent), put));
    }
    if (s.checkpoints() < CHECKPOINTS && w.next() > 1) {
      ProtocolState next = s.with(i, w.in(Phase.CHECKPOINT));
      out.add(flaw == Flaw.COLLECTS_FIRST ? dooming(next, checkpointed(w)) : next);
    }
  }

  private static LogIndex checkpointed(Writer w) {
    return LogIndex.checkpoint(w.index().by(), "", w.next(), null);
  }

  private static ProtocolState checkpoint(ProtocolState s, int i, Writer w) {
    LogIndex index = checkpointed(w);
    Head head = new Head(s.head().version() + 1, index, w.content());
    Writer serving = new Writer(Phase.SERVE, head.version(), index, w.next(), w.content(), 0);
    return dooming(s.with(head).with(i, serving).withCheckpoint(), index);
  }

  /** What is garbage by that index is to be deleted, sooner or later, by whoever found it so. */
  private static ProtocolState dooming(ProtocolState s, LogIndex index) {
    Set<Doomed> garbage = new HashSet<>();
    for (MapMeta meta : inventory(s).garbage(index, 1)) {
      garbage.add(new Doomed(meta.name(), s.objects().get(meta.name())));
    }
    return s.dooming(garbage);
  }

  private static ProtocolState acknowledge(ProtocolState s, int i, Writer w) {
    Set<Integer> content = new HashSet<>(w.content());
    content.add(w.put());
    Writer serving =
        new Writer(Phase.SERVE, w.version(), w.index(), w.next() + 1, Set.copyOf(content), 0);
    return s.with(i, serving).acknowledging(w.put());
  }

  private static String name(Writer w) {
    return Names.entry(CHANNEL, w.index().by().epoch(), w.next());
  }
}

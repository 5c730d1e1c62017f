package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Found;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A look at the head: what has become of a write in doubt, and what others did. */
final class Looking {
  private final ChannelMaps maps;
  private final Knowledge known;

  Looking(ChannelMaps maps, Knowledge known) {
    this.maps = maps;
    this.known = known;
  }

  /** The entry in doubt first: it counts only if the head is looked at after it was there. */
  CompletionStage<Found> look() {
    LogEntry entry = known.doubtfulEntry();
    if (entry == null) {
      return lookAtHead(null, null);
    }
    MapDraft draft = maps.draft(entry);
    return maps.body(draft.name())
        .thenCompose(
            found ->
                lookAtHead(draft, found.filter(draft::madeOf).map(MapObject::meta).orElse(null)));
  }

  private CompletionStage<Found> lookAtHead(MapDraft draft, MapMeta made) {
    return maps.head()
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                return new Absent();
              }
              HeadDoc doc = new HeadDoc(found.get());
              if (!doc.ours() || !doc.of(maps.channel())) {
                return maps.taken();
              }
              cameThrough(doc);
              return seen(doc, draft, made);
            });
  }

  private Found seen(HeadDoc doc, MapDraft draft, MapMeta made) {
    Stamp stamp = known.standing().last();
    if (known.holds(doc)) {
      LogEntry doubtful = known.doubtfulEntry();
      if (made != null && doubtful != null) {
        known.entryMade(doubtful, draft, made);
        stamp = known.standing().last();
      }
    } else if (known.foreign(doc) instanceof Fenced fenced) {
      return new Head("foreign", fenced.foreign(), Map.of(), List.of());
    } else {
      known.disturb();
      stamp = new Stamp(stamp.epoch(), stamp.holder(), "edited");
    }
    return new Head(known.moved(), stamp, Map.of(), List.of());
  }

  /**
   * In a turn: a head in doubt that has come through is known from then on. One that has not may be
   * written over: then it can't any more.
   */
  CompletionStage<Void> lookForHeadInDoubt() {
    if (known.doubtfulHead() == null) {
      return Calls.now(null);
    }
    return maps.head()
        .thenAccept(
            found -> {
              Optional<HeadDoc> doc = found.map(HeadDoc::new).filter(HeadDoc::ours);
              if (doc.isPresent() && cameThrough(doc.get())) {
                known.holds(doc.get());
              }
            });
  }

  /** Whether that is the head in doubt, which is no longer in doubt then. */
  private boolean cameThrough(HeadDoc doc) {
    Standing doubtful = known.doubtfulHead();
    boolean ours = doubtful != null && doc.writtenAs(doubtful.index().write());
    if (ours) {
      known.headMade(doubtful);
    }
    return ours;
  }

  /** In a turn: the head has another version; whether that means anything. */
  CompletionStage<Boolean> lookWhatMoved() {
    return maps.head()
        .thenApply(
            found -> {
              Written meaning = known.meaning(found.map(HeadDoc::new));
              if (meaning instanceof Edited) {
                known.disturb();
              }
              return meaning != null;
            });
  }
}

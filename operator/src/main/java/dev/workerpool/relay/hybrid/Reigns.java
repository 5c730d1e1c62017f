package dev.workerpool.relay.hybrid;

import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.PoolChannel;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Marks of reigns, one object each. A relay that finds the head deleted writes it again from its
 * memory; one that has been deposed, and doesn't know it, must not. The head that would tell it is
 * gone, so whoever begins a reign makes its mark before he commits anything: it is there when the
 * head is missing, and an epoch's mark can be made only once.
 */
final class Reigns {
  private static final String FILE = "reign.json";
  private static final int FORMAT = 1;

  /** What a mark says. */
  record Mark(int format, long epoch, String holder) {}

  private final ChannelMaps maps;

  Reigns(ChannelMaps maps) {
    this.maps = maps;
  }

  /** What is told to whom another one's mark stops. */
  static Written fenced(Stamp by) {
    return new Fenced(new Stamp(by.epoch(), "", ""));
  }

  /** Makes the mark of that reign; false: another one has made it. */
  CompletionStage<Boolean> mark(Stamp by) {
    return mark(by.epoch(), by.holder());
  }

  /**
   * Makes the marks of all epochs after the last in which it has served: whoever took over
   * meanwhile has made one of them, or a higher one, or is stopped by ours.
   *
   * @param served 0: only the last one's
   * @return false: another one has made one of them
   */
  CompletionStage<Boolean> markAll(long served, Stamp by) {
    long first = served == 0 ? by.epoch() : Math.min(served + 1, by.epoch());
    return markAll(first, by.epoch(), by.holder());
  }

  private CompletionStage<Boolean> markAll(long first, long last, String holder) {
    return mark(first, holder)
        .thenCompose(
            made -> made && first < last ? markAll(first + 1, last, holder) : Calls.now(made));
  }

  private CompletionStage<Boolean> mark(long epoch, String holder) {
    String text = WireJson.write(new Mark(FORMAT, epoch, holder)) + "\n";
    PoolChannel channel = maps.channel();
    String name = Names.reign(channel, epoch);
    MapDraft draft = new MapDraft(channel, name, Map.of(), true, Map.of(FILE, text), Map.of());
    return maps.calls().create(draft).thenApply(reply -> reply instanceof ConfigMaps.Done);
  }
}

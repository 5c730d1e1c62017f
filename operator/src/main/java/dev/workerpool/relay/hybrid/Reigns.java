package dev.workerpool.relay.hybrid;

import dev.workerpool.api.wire.WireJson;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.PoolChannel;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Marks of reigns, one object each. A relay that finds the head deleted writes it again from its
 * memory; one that has been deposed, and doesn't know it, must not. The head that would tell it is
 * gone, so whoever takes over makes a mark before he commits anything: it is there when the head is
 * missing, and an epoch's mark can be made only once.
 */
final class Reigns {
  private static final String FILE = "reign.json";
  private static final int FORMAT = 1;

  /** What a mark says. */
  record Mark(int format, long epoch, String holder) {}

  private final ChannelMaps maps;

  /** The last epoch that a look has shown to be the highest, with its mark made. */
  private long restored;

  Reigns(ChannelMaps maps) {
    this.maps = maps;
  }

  /** Makes the mark of that reign; false: another one has made it. */
  CompletionStage<Boolean> mark(Stamp by) {
    String text = WireJson.write(new Mark(FORMAT, by.epoch(), by.holder())) + "\n";
    PoolChannel channel = maps.channel();
    String name = Names.reign(channel, by.epoch());
    MapDraft draft = new MapDraft(channel, name, Map.of(), true, Map.of(FILE, text), Map.of());
    return maps.calls().create(draft).thenApply(reply -> reply instanceof ConfigMaps.Done);
  }

  /**
   * Whether that reign, the next epoch of a relay that has served, may write a head where there is
   * none. Who took over before the head was deleted has made his mark before, or is stopped by
   * ours.
   */
  CompletionStage<Boolean> mayRestore(Stamp by) {
    if (restored == by.epoch()) {
      return Calls.now(true);
    }
    return mark(by).thenCompose(made -> made ? isHighest(by) : Calls.now(false));
  }

  private CompletionStage<Boolean> isHighest(Stamp by) {
    return maps.inventory()
        .thenApply(
            inventory -> {
              boolean highest = inventory.isHighest(by.epoch());
              restored = highest ? by.epoch() : restored;
              return highest;
            });
  }
}

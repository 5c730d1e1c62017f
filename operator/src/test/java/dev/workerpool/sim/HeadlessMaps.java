package dev.workerpool.sim;

import dev.workerpool.relay.PoolChannel;
import dev.workerpool.relay.hybrid.ConfigMaps;
import dev.workerpool.relay.hybrid.ForwardingMaps;
import dev.workerpool.relay.hybrid.MapMeta;

/** Watches leave out what becomes of the head. */
final class HeadlessMaps extends ForwardingMaps {
  HeadlessMaps(ConfigMaps maps) {
    super(maps);
  }

  @Override
  public Runnable watch(PoolChannel channel, String after, Changes changes) {
    return super.watch(
        channel,
        after,
        new Changes() {
          @Override
          public void changed(MapMeta object) {
            if (object.name().contains("-log-")) {
              changes.changed(object);
            }
          }

          @Override
          public void gone(String name) {}

          @Override
          public void over() {
            changes.over();
          }
        });
  }
}

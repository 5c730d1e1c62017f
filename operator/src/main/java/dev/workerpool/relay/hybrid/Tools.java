package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.RelayRuntime;
import dev.workerpool.relay.WriteBudget;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * What all channels of a store share.
 *
 * @param verifies false only in a test that shows what the look at the head is for
 */
record Tools(
    ConfigMaps maps,
    RelayRuntime runtime,
    HybridSettings settings,
    WriteBudget budget,
    boolean verifies) {

  Calls calls(LongConsumer onBytes) {
    return new Calls(maps, runtime, budget, onBytes);
  }

  String nonce() {
    return runtime.nonces().get();
  }

  Instant now() {
    return runtime.clock().instant();
  }
}

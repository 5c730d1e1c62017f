package dev.workerpool.main;

import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.HybridSettings;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the relay may store.
 *
 * @param channelBytes in one channel; puts beyond wait, then are refused
 * @param budgetBytes written to etcd in any ten minutes, over all channels
 */
record StoreLimits(long channelBytes, long budgetBytes) {
  static final StoreLimits DEFAULT =
      new StoreLimits(HybridSettings.DEFAULT_CHANNEL_BYTES, WriteBudget.DEFAULT_BYTES);
  private static final long LEAST_CHANNEL_BYTES = 64 * 1024;
  private static final long LEAST_BUDGET_BYTES = 8L << 20;
  private static final long MOST_BUDGET_BYTES = 64L << 30;
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(|Ki|Mi|Gi)");

  /** As set in that environment; what can't be used is added to the faults. */
  static StoreLimits from(Map<String, String> env, List<String> faults) {
    return new StoreLimits(
        size(
            env,
            "WORKERPOOL_CHANNEL_BYTES",
            DEFAULT.channelBytes,
            LEAST_CHANNEL_BYTES,
            HybridSettings.MAX_CHANNEL_BYTES,
            faults),
        size(
            env,
            "WORKERPOOL_WRITE_BUDGET",
            DEFAULT.budgetBytes,
            LEAST_BUDGET_BYTES,
            MOST_BUDGET_BYTES,
            faults));
  }

  private static long size(
      Map<String, String> env,
      String name,
      long fallback,
      long least,
      long most,
      List<String> faults) {
    String text = env.get(name);
    if (text == null || text.isBlank()) {
      return fallback;
    }
    Matcher size = SIZE.matcher(text.strip());
    if (size.matches()) {
      long bytes = Long.parseLong(size.group(1)) * unit(size.group(2));
      if (bytes >= least && bytes <= most) {
        return bytes;
      }
    }
    faults.add(
        "%s: %s is no size from %dKi to %dMi".formatted(name, text, least >> 10, most >> 20));
    return fallback;
  }

  private static long unit(String suffix) {
    return switch (suffix) {
      case "Ki" -> 1L << 10;
      case "Mi" -> 1L << 20;
      case "Gi" -> 1L << 30;
      default -> 1;
    };
  }
}

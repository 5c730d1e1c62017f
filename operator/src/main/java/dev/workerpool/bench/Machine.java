package dev.workerpool.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The machine that a benchmark runs on, in a line: figures mean little without it. */
public final class Machine {
  private static final double GIB = 1L << 30;

  private Machine() {}

  /** Cores, memory, system, Java, and how busy it is at this moment. */
  public static String described() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage();
    String memory =
        system instanceof com.sun.management.OperatingSystemMXBean more
            ? String.format(Locale.ROOT, ", %.0f GiB", more.getTotalMemorySize() / GIB)
            : "";
    return String.format(
        Locale.ROOT,
        "%d cores%s, %s %s, Java %s, load average %s",
        system.getAvailableProcessors(),
        memory,
        system.getName(),
        system.getArch(),
        Runtime.version().feature(),
        load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load));
  }
}

package dev.workerpool.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The writes that went through the proxy, in the order in which they were answered. */
final class Journal {

  /**
   * A write and what the server made of it.
   *
   * @param link which client it came from
   * @param status that the server answered; 0 when it was never asked or never answered
   * @param fault what befell it
   * @param meantUid of the object that the client meant, as far as the request says, or ""
   * @param hitUid of the object that the answer shows, or ""
   * @param atNanos when it was answered, by the JVM's clock
   */
  record Entry(
      String link,
      Call call,
      int status,
      Fault fault,
      String meantUid,
      String hitUid,
      long atNanos) {

    boolean succeeded() {
      return status / 100 == 2;
    }

    @Override
    public String toString() {
      return "%s %s -> %d%s body %08x"
          .formatted(
              link,
              call,
              status,
              fault instanceof Fault.None ? "" : " " + fault,
              call.text().hashCode());
    }
  }

  private static final int MOST_SHOWN = 60;

  private final int most;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile long lastNanos = System.nanoTime();

  Journal() {
    this(Integer.MAX_VALUE);
  }

  /** One that keeps no more than so many. */
  Journal(int most) {
    this.most = most;
  }

  void add(Entry entry) {
    if (entries.size() < most) {
      entries.add(entry);
    }
    lastNanos = entry.atNanos();
  }

  List<Entry> entries() {
    return entries;
  }

  /** How long nothing has been written, in nanoseconds. */
  long quietNanos() {
    return System.nanoTime() - lastNanos;
  }

  @Override
  public String toString() {
    return entries.stream()
        .limit(MOST_SHOWN)
        .map(e -> "  " + e + "\n")
        .collect(Collectors.joining("", "", entries.size() > MOST_SHOWN ? "  ...\n" : ""));
  }
}

package dev.workerpool.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches over the server's objects: each is told every change in its order, sooner or later, until
 * it breaks.
 */
final class Watching {
  /**
   * @param object as it is now, or was last
   */
  record Change(ApiServer.Obj object, boolean gone) {}

  /** One process's watch. */
  private final class Watch {
    private final Host host;
    private final Consumer<Change> changes;
    private final Runnable over;
    private int told;
    private boolean telling;
    private boolean closed;

    Watch(Host host, int from, Consumer<Change> changes, Runnable over) {
      this.host = host;
      this.told = from;
      this.changes = changes;
      this.over = over;
    }

    void tell() {
      if (!telling && !closed && told < history.size()) {
        telling = true;
        host.after(heap.oneIn(40) ? heap.millis(20, 2000) : heap.millis(0, 6), this::tellOne);
      }
    }

    private void tellOne() {
      telling = false;
      if (closed) {
        return;
      }
      if (!fair && heap.oneIn(50)) {
        heap.note(host.name(), "its watch breaks");
        close();
        over.run();
        return;
      }
      changes.accept(history.get(told++));
      tell();
    }

    void close() {
      closed = true;
      open.remove(this);
    }
  }

  private final Heap heap;
  private final List<Change> history = new ArrayList<>();
  private final List<Watch> open = new ArrayList<>();
  private boolean fair;

  Watching(Heap heap) {
    this.heap = heap;
  }

  void changed(ApiServer.Obj before, ApiServer.Obj after) {
    history.add(after == null ? new Change(before, true) : new Change(after, false));
    List.copyOf(open).forEach(Watch::tell);
  }

  /**
   * @param after the version at which an object was once made or changed
   * @return closes it
   */
  Runnable watch(Host host, long after, Consumer<Change> changes, Runnable over) {
    int from = history.size();
    while (from > 0 && !isAt(history.get(from - 1), after)) {
      from--;
    }
    Watch watch = new Watch(host, from, changes, over);
    open.add(watch);
    watch.tell();
    return watch::close;
  }

  private static boolean isAt(Change change, long version) {
    return !change.gone() && change.object().version() == version;
  }

  /** From now on none breaks. */
  void clear() {
    fair = true;
  }
}

package dev.workerpool.kube;

/** There is no such cluster as somebody named. */
public final class NoCluster extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String by;

  NoCluster(String by, String message) {
    super(message);
    this.by = by;
  }

  /** Which part of {@link ClusterChannel.Place} is wrong; null where it has none. */
  public String by() {
    return by;
  }
}

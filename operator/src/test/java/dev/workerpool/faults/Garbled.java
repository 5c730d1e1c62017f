package dev.workerpool.faults;

/**
 * A watch tells something that can't be understood: the client library gives it up for good, the
 * operator ends itself, and is started again.
 */
final class Garbled implements Disturbance {
  private Link link;
  private boolean again;

  @Override
  public void begin(Trial trial) {
    link = trial.prepare();
    link.gate("pods").garble();
    trial.start(link);
  }

  @Override
  public void tick(Trial trial) {
    again = trial.operator().link() != link;
  }

  @Override
  public boolean isOver() {
    return again;
  }

  @Override
  public String toString() {
    return "a garbled watch";
  }
}

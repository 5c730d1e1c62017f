package dev.workerpool.worker;

/** A lock or permit that is held; closing it releases it, once. */
public final class Grant implements AutoCloseable {
  private final Release release;
  private boolean released;

  Grant(Release release) {
    this.release = release;
  }

  interface Release {
    void run() throws InterruptedException;
  }

  /** Releases it. Also when the thread is interrupted meanwhile: the interrupt is kept. */
  @Override
  public void close() {
    if (released) {
      return;
    }
    released = true;
    boolean interrupted = Thread.interrupted();
    try {
      for (; ; ) {
        try {
          release.run();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

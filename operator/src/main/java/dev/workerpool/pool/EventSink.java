package dev.workerpool.pool;

import dev.workerpool.api.WorkerPool;
import java.util.List;

/** The port to Kubernetes events. What is lost on the way is not told again. */
public interface EventSink {

  /** Tells what happened to that pool. */
  void tell(WorkerPool pool, List<PoolEvent> events);
}

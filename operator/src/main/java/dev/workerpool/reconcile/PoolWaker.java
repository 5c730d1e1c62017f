package dev.workerpool.reconcile;

import dev.workerpool.api.WorkerPool;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;

/** Has pools looked at for a reason that no watch tells: the relay spoke, or the sweep came by. */
final class PoolWaker extends AbstractEventSource<WorkerPool, WorkerPool> {

  PoolWaker() {
    super(WorkerPool.class, "waker");
  }

  /** Has that pool looked at, also when one of its name was just seen to be deleted. */
  void wake(WorkerPool pool) {
    if (isRunning()) {
      getEventHandler()
          .handleEvent(
              new ResourceEvent(ResourceAction.UPDATED, ResourceID.fromResource(pool), pool));
    }
  }

  /** Has the pool of that name looked at, if there is one. */
  void wake(String namespace, String name) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(new ResourceID(name, namespace)));
    }
  }

  @Override
  public Set<WorkerPool> getSecondaryResources(WorkerPool primary) {
    return Set.of();
  }
}

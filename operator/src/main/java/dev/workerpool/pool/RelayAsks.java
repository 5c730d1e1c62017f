package dev.workerpool.pool;

import dev.workerpool.api.WorkerPool;
import java.util.List;
import java.util.Set;

/** The port for what the operator asks of the relay. A relay without that channel does nothing. */
public interface RelayAsks {

  /** Nobody has a session: there is no relay to ask, or none is needed. */
  RelayAsks NOBODY =
      new RelayAsks() {
        @Override
        public Set<String> retire(WorkerPool pool, List<String> podUids) {
          return Set.of();
        }

        @Override
        public int kill(WorkerPool pool, String podUid) {
          return 0;
        }
      };

  /**
   * These pods get no further leases. Answers those of them that hold some still; all, where the
   * relay doesn't answer at the moment.
   */
  Set<String> retire(WorkerPool pool, List<String> podUids);

  /** The sessions of that pod kill their worker. Answers how many there are. */
  int kill(WorkerPool pool, String podUid);
}

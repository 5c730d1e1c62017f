package dev.workerpool.histories;

import dev.workerpool.faults.TroubledServer.Trouble;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What goes wrong, one thing after the other, while the crew works on. */
enum Nemesis {
  RELAY_KILLED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      RelayProcess leader = world.leader();
      leader.kill();
      progress.await(MOMENT);
      leader.start();
    }
  },
  RELAY_ENDED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      RelayProcess leader = world.leader();
      leader.terminate();
      leader.start();
    }
  },
  /** It goes on, as if no time had passed, when another one has long taken over. */
  LEADER_PAUSED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      RelayProcess leader = world.leader();
      leader.signal("STOP");
      try {
        progress.await(2 * MOMENT);
      } finally {
        leader.signal("CONT");
      }
    }
  },
  CALLS_LOST {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      disturb(world, progress, Trouble.LOST);
    }
  },
  ANSWERS_LOST {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      disturb(world, progress, Trouble.UNHEARD);
    }
  },
  CALLS_REFUSED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      disturb(world, progress, Trouble.REFUSED);
    }
  },
  WRITES_LATE {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      disturb(world, progress, Trouble.LATE);
    }
  },
  WORKERS_KILLED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) {
      crew.killOne();
      crew.killOne();
    }
  },
  HEAD_EDITED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) throws InterruptedException {
      world.editHead(map -> new ConfigMapBuilder(map).addToData("note", "seen").build());
      progress.await(MOMENT);
      world.editHead(map -> new ConfigMapBuilder(map).withData(null).build());
    }
  },
  HEAD_DELETED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) {
      world.deleteHead();
    }
  },
  SERVER_KILLED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) {
      world.server().kill("apiserver", 2);
    }
  },
  /** etcd: the API server is there, and doesn't know what became of what it passed on. */
  STORE_KILLED {
    @Override
    void strike(ClusterHistory world, Crew crew, Progress progress) {
      world.server().kill("etcd", 2);
    }
  };

  /** How many operations are begun while a trouble lasts. */
  private static final int MOMENT = 60;

  /** Waits for operations to be begun; the crew's, which show that the channel works. */
  interface Progress {
    void await(int more) throws InterruptedException;
  }

  abstract void strike(ClusterHistory world, Crew crew, Progress progress)
      throws InterruptedException;

  /**
   * So many for a run. Three runs with seeds in a row, the first a multiple of three, have all of
   * them when they have four each.
   */
  static List<Nemesis> drawn(long seed, int number) {
    List<Nemesis> all = new ArrayList<>(List.of(values()));
    Collections.shuffle(all, new Random(Math.floorDiv(seed, 3)));
    Collections.rotate(all, -Math.floorMod(seed, 3) * (all.size() / 3));
    List<Nemesis> drawn = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      drawn.add(all.get(i % all.size()));
    }
    return drawn;
  }

  private static void disturb(ClusterHistory world, Progress progress, Trouble trouble)
      throws InterruptedException {
    world.way().trouble(trouble);
    try {
      progress.await(2 * MOMENT);
    } finally {
      world.way().trouble(Trouble.NONE);
    }
  }
}

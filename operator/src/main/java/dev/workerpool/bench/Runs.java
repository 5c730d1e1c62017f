package dev.workerpool.bench;

/** A figure, and the pool whose run prints it. */
enum Runs {
  IMPORT("import", 1, "python3 workers.py imported", ""),
  FANOUT("fanout", 2, "python3 workers.py fanout_worker", "python3 workers.py fanout_main"),
  FANOUT_TWO(
      "fanout-two",
      2,
      "python3 workers.py fanout_two_worker",
      "python3 workers.py fanout_two_main"),
  POOL_SINGLE(
      "pool-single", 2, "python3 -m workerpool.pool_worker", "python3 workers.py pool_main"),
  POOL_CHUNKED("pool-chunked", POOL_SINGLE),
  IDLE("idle", 2, "python3 workers.py idle", "python3 workers.py idle_main"),
  RERUN("rerun", 2, "python3 workers.py killed", "python3 workers.py killed"),
  PYTHON("cycles-python", 0, "true", "python3 workers.py cycles"),
  JAVA("cycles-java", 0, "true", "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC Workers.java"),
  JAVA_START("java-start", JAVA),
  MANAGER("cycles-manager", 0, "true", "python3 workers.py manager");

  private final String figure;
  private final int replicas;
  private final String worker;
  private final String main;
  private final Runs source;

  Runs(String figure, int replicas, String worker, String main) {
    this.figure = figure;
    this.replicas = replicas;
    this.worker = worker;
    this.main = main;
    this.source = this;
  }

  /** A figure that another one's run prints, too. */
  Runs(String figure, Runs source) {
    this.figure = figure;
    this.replicas = source.replicas;
    this.worker = source.worker;
    this.main = source.main;
    this.source = source;
  }

  String figure() {
    return figure;
  }

  Runs source() {
    return source;
  }

  /** The pool, as YAML. */
  String pool() {
    String named = main.isEmpty() ? "" : "  processes: [{name: main, command: [%s]}]\n";
    return """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: bench}
        spec:
          replicas: %d
          restartPolicy: OnFailure
        %s  channel:
            queues: [{name: tasks, maxDeliveries: 0}, {name: results}, {name: ready}, {name: pool-tasks}]
            events: [{name: waits}]
          template:
            spec:
              containers:
              - {name: worker, image: workerpool.dev/worker-python:0.1.0, command: [%s]}
        """
        .formatted(replicas, named.formatted(listed(main)), listed(worker));
  }

  private static String listed(String command) {
    return "'" + String.join("', '", command.split(" ")) + "'"; // a bare true is no string in YAML
  }
}

package dev.workerpool.pool;

import dev.workerpool.api.WorkerPool;
import dev.workerpool.api.WorkerPoolStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Pools to test with. */
public final class Fixtures {
  public static final String UID = "c2b1f9a0-0000-4000-8000-00000003fa9c";

  private Fixtures() {}

  /** A pool named consumers with those fields of the spec, in YAML, beside a small template. */
  public static WorkerPool pool(String spec) {
    var fields = Serialization.unmarshal("x:\n" + spec.indent(2), Map.class).get("x");
    String yaml =
        """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: consumers, namespace: default, uid: %s, generation: 1, resourceVersion: "1"}
        spec:
          template:
            spec:
              containers:
              - {name: worker, image: busybox, command: [sh, -c], args: ["exit 0"]}
        """
            .formatted(UID);
    String block = Serialization.asYaml(fields).replaceFirst("^---\\n", "");
    return Serialization.unmarshal(yaml + block.indent(2), WorkerPool.class);
  }

  /** The same pool with another status. */
  public static WorkerPool with(WorkerPool pool, WorkerPoolStatus status) {
    var copy = Serialization.clone(pool);
    copy.setStatus(status);
    return copy;
  }
}

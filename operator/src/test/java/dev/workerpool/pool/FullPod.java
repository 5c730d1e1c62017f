package dev.workerpool.pool;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;

/** A pod with all that is read of pods, and with much that isn't. */
public final class FullPod {
  private static final String YAML =
      """
      kind: Pod
      apiVersion: v1
      metadata:
        name: pool-pu-1-0
        namespace: n
        uid: u
        resourceVersion: "7"
        labels:
          workerpool.dev/pool: pool
          workerpool.dev/pool-uid: pu
          workerpool.dev/key: "1"
          workerpool.dev/attempt: "0"
          app: x
        annotations: {workerpool.dev/stop-reason: ScaledDown, other: thing}
        finalizers: [workerpool.dev/record]
        creationTimestamp: "2026-01-01T00:00:00Z"
        deletionTimestamp: "2026-01-01T00:01:00Z"
        deletionGracePeriodSeconds: 0
        managedFields: [{manager: m}]
      spec:
        nodeName: node
        terminationGracePeriodSeconds: 30
        containers: [{name: side, image: a}, {name: main, image: b, env: [{name: X, value: y}]}]
        volumes: [{name: v, emptyDir: {}}]
      status:
        phase: Running
        podIP: 10.0.0.1
        conditions:
        - {type: DisruptionTarget, status: "True", reason: EvictionByEvictionAPI}
        - {type: Ready, status: "True"}
        initContainerStatuses: [{name: i, state: {waiting: {reason: ImagePullBackOff}}}]
        containerStatuses:
        - {name: main, imageID: long, state: {running: {}}}
        - name: side
          imageID: long
          state: {%s}
      """;

  private FullPod() {}

  /**
   * Its YAML.
   *
   * @param state of its first container, as YAML without the braces
   */
  public static String yaml(String state) {
    return YAML.formatted(state);
  }

  /** The pod itself. */
  public static Pod of(String state) {
    return Serialization.unmarshal(yaml(state), Pod.class);
  }
}

package dev.workerpool.faults;

import dev.workerpool.api.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** The workloads that the operator is disturbed in. */
final class Workloads {
  private Workloads() {}

  static List<Workload> all() {
    return List.of(
        exits(),
        scaleUp(),
        scaleDown(),
        toZero(),
        recreated(),
        templateChange(),
        deleted(),
        foreground(),
        crashLoop(),
        givesUp(),
        podDeleted(),
        nodeGone(),
        thereAndBack(),
        suspended(),
        terminates(),
        daemons(),
        askedToTerminate());
  }

  static Workload exits() {
    return new Workload("exits 0, 1, 137 and SIGKILL", "replicas: 4")
        .fates(
            (key, attempt) ->
                switch (key) {
                  case "1" -> Fate.exits(0);
                  case "2" -> Fate.exits(1);
                  case "3" -> Fate.exits(137);
                  default -> Fate.killed(9);
                });
  }

  static Workload scaleUp() {
    return new Workload("scale up", "replicas: 1")
        .when(sight -> sight.isUp(1), (user, sight) -> user.scale(3))
        .endsWhen(sight -> sight.isUp(3));
  }

  /** Who is to go depends on who is known to run: the user waits until the operator knows. */
  static Workload scaleDown() {
    return new Workload("scale down", "replicas: 4")
        .when(
            sight -> sight.isUp(4) && sight.holds(Condition.READY), (user, sight) -> user.scale(2))
        .endsWhen(sight -> sight.isUp(2) && sight.pods().size() == 2);
  }

  static Workload toZero() {
    return new Workload("scale to 0", "replicas: 2")
        .when(sight -> sight.isUp(2), (user, sight) -> user.scale(0))
        .endsWhen(sight -> sight.isUp(0) && sight.pods().isEmpty());
  }

  static Workload recreated() {
    return new Workload("deleted and made again under its name", "replicas: 2")
        .when(sight -> sight.isUp(2), (user, sight) -> user.delete())
        .when(sight -> !sight.exists(), (user, sight) -> user.create("replicas: 2"))
        .endsWhen(sight -> sight.isUp(2) && sight.pods().size() == 2);
  }

  static Workload templateChange() {
    return new Workload("template changed, then scaled up", "replicas: 1")
        .when(
            sight -> sight.isUp(1),
            (user, sight) ->
                user.patch("{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":2}}}"))
        .when(Sight::isCurrent, (user, sight) -> user.scale(2))
        .endsWhen(sight -> sight.isUp(2));
  }

  static Workload deleted() {
    return new Workload("deleted while it runs", "replicas: 3")
        .when(sight -> sight.isUp(3), (user, sight) -> user.delete())
        .endsWhen(sight -> !sight.exists() && sight.pods().isEmpty());
  }

  static Workload foreground() {
    return new Workload("deleted in the foreground", "replicas: 2")
        .when(sight -> sight.isUp(2), (user, sight) -> user.delete(DeletionPropagation.FOREGROUND))
        .endsWhen(sight -> !sight.exists() && sight.pods().isEmpty());
  }

  static Workload crashLoop() {
    return new Workload("crash loop that ends well", "replicas: 2\nrestartPolicy: OnFailure")
        .fates((key, attempt) -> Fate.exits(key.equals("2") && attempt < 3 ? 1 : 0));
  }

  static Workload givesUp() {
    return new Workload(
            "crash loop beyond backoffLimit",
            "replicas: 2\nrestartPolicy: OnFailure\nbackoffLimit: 2")
        .fates((key, attempt) -> Fate.exits(key.equals("1") ? 3 : 0));
  }

  static Workload podDeleted() {
    return new Workload("a pod is deleted", "replicas: 3")
        .when(sight -> sight.isUp(3), (user, sight) -> user.deletePod(pod(sight, "2")))
        .when(sight -> sight.status().alive() == 2, (user, sight) -> user.scale(4))
        .endsWhen(sight -> sight.isUp(3) && sight.pods().size() == 3);
  }

  static Workload nodeGone() {
    return new Workload("pods deleted by force", "replicas: 3")
        .when(sight -> sight.isUp(3), (user, sight) -> sight.pods().forEach(user::forceDeletePod));
  }

  static Workload thereAndBack() {
    return new Workload("scaled to 3 and back at once", "replicas: 1")
        .withoutHistory()
        .when(
            sight -> sight.isUp(1),
            (user, sight) -> {
              user.scale(3);
              user.scale(1);
            })
        .endsWhen(sight -> sight.isUp(1) && sight.pods().size() == 1);
  }

  static Workload suspended() {
    return new Workload("suspended and resumed", "replicas: 2")
        .when(sight -> sight.isUp(2), (user, sight) -> user.patch("{\"suspend\":true}"))
        .when(
            sight -> sight.holds("Suspended") && sight.isUp(0),
            (user, sight) -> user.patch("{\"suspend\":false}"))
        .endsWhen(sight -> sight.isUp(2));
  }

  static Workload terminates() {
    return new Workload("failurePolicy Terminate", "replicas: 3\nfailurePolicy: Terminate")
        .when(sight -> sight.isUp(3), (user, sight) -> user.ends(pod(sight, "2"), 1));
  }

  static Workload daemons() {
    return new Workload(
            "a daemon outlives nobody", "replicas: 1\nprocesses: [{name: my d, daemon: true}]")
        .when(sight -> sight.isUp(2), (user, sight) -> user.ends(pod(sight, "1"), 0));
  }

  static Workload askedToTerminate() {
    return new Workload("terminate", "replicas: 2")
        .when(sight -> sight.isUp(2), (user, sight) -> user.patch("{\"terminate\":true}"));
  }

  private static Pod pod(Sight sight, String key) {
    return sight.pods().stream().filter(p -> Kubelet.key(p).equals(key)).findFirst().orElseThrow();
  }
}

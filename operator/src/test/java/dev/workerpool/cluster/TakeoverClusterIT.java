package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers and consumers of both SDKs go on while the relay is killed, is stopped, and is rolled
 * out anew: every number arrives, and arrives once. How long they had to wait is printed.
 */
@OnCluster
@ExtendWith(Installed.class)
class TakeoverClusterIT {
  private static final String PROGRAMS = "operator/src/test/resources/takeover/";
  private static final List<String> SDKS = List.of("python", "java");
  private static final Pattern GOT = Pattern.compile("got (\\d+), worst gap ([0-9.]+) s");

  @TempDir Path folder;
  private TestNamespace namespace;

  @Test
  void producersAndConsumers_goOn_whateverBecomesOfTheRelay() throws IOException {
    try (TestNamespace own = new TestNamespace()) {
      namespace = own;
      own.kubectl("create", "configmap", "programs", "--from-file=" + PROGRAMS).ok();
      own.apply(pool("python", "workerpool.dev/worker-python:0.1.0", "python3, takeover.py")).ok();
      own.apply(
              pool(
                  "java",
                  "workerpool.dev/worker-java:0.1.0",
                  "java, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, Takeover.java"))
          .ok();
      SDKS.forEach(this::goesOn);
      step("kill", () -> delete("--grace-period=0", "--force"));
      step("clean stop", this::delete);
      step("rollout", TakeoverClusterIT::rollOut);
      finish();
    }
  }

  private void delete(String... how) {
    String[] args = new String[how.length + 4];
    System.arraycopy(how, 0, args, 4, how.length);
    args[0] = "delete";
    args[1] = "pod";
    args[2] = RelayAccess.servingPod();
    args[3] = "--wait=false";
    Installed.system(args).ok();
  }

  private static void rollOut() {
    Installed.system("rollout", "restart", "deployment/workerpool-relay").ok();
    Installed.rollout("workerpool-relay", "2m").ok();
  }

  private void step(String what, Runnable trouble) {
    Map<String, Long> before = new HashMap<>();
    SDKS.forEach(sdk -> before.put(sdk, got(sdk)));
    trouble.run();
    SDKS.forEach(this::goesOn);
    SDKS.forEach(
        sdk ->
            System.out.printf(
                "relay: %s, %s: nothing came for %.1f s%n",
                what, sdk, worst(sdk, before.get(sdk))));
    Installed.rollout("workerpool-relay", "2m").ok();
  }

  /** Twenty more have arrived since now: the last ten of them were both put and got since. */
  private void goesOn(String sdk) {
    long before = got(sdk);
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(got(sdk)).isGreaterThanOrEqualTo(before + 20));
  }

  private long got(String sdk) {
    Matcher got = GOT.matcher(consumer(sdk, "--tail=2"));
    long most = 0;
    while (got.find()) {
      most = Long.parseLong(got.group(1));
    }
    return most;
  }

  private double worst(String sdk, long since) {
    return GOT.matcher(consumer(sdk, "--tail=-1"))
        .results()
        .filter(found -> Long.parseLong(found.group(1)) > since)
        .mapToDouble(found -> Double.parseDouble(found.group(2)))
        .max()
        .orElse(0);
  }

  private String consumer(String sdk, String how) {
    String labels = "workerpool.dev/key=consumer,workerpool.dev/pool=" + sdk;
    return namespace.kubectl("logs", "-l", labels, how).out();
  }

  private void finish() throws IOException {
    for (String sdk : SDKS) {
      Path own = Files.createDirectory(folder.resolve(sdk));
      Path kubeconfig = TestCluster.kubeconfig().orElseThrow();
      Tool.workerpool(
              own,
              "",
              "set",
              "enough",
              "-n",
              namespace.name,
              "-p",
              sdk,
              "--kubeconfig",
              "" + kubeconfig)
          .ok();
    }
    for (String sdk : SDKS) {
      namespace.waitFor("wp/" + sdk, "Finished", "2m");
      assertThat(consumer(sdk, "--tail=1")).as(sdk).contains("doubled 0 missing 0");
      assertThat(namespace.get("wp/" + sdk, "{.status.exitCodes[*].exitCode}")).isEqualTo("0");
    }
  }

  private static String pool(String name, String image, String command) {
    return """
        apiVersion: workerpool.dev/v1alpha1
        kind: WorkerPool
        metadata: {name: %s}
        spec:
          processes: [{name: producer, args: [producer]}, {name: consumer, args: [consumer]}]
          channel: {queues: [{name: tasks}], events: [{name: enough}]}
          template:
            spec:
              automountServiceAccountToken: false
              securityContext:
                {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: worker
                image: %s
                command: [%s]
                workingDir: /program
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                volumeMounts: [{name: program, mountPath: /program}]
              volumes: [{name: program, configMap: {name: programs}}]
        """
        .formatted(name, image, command);
  }
}

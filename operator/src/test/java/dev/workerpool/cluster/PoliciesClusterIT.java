package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart's roles and policies allow, asked of the real server. */
@OnCluster
@ExtendWith(Installed.class)
class PoliciesClusterIT {
  private static final String RELAY =
      "--as=system:serviceaccount:workerpool-system:workerpool-relay";
  private static final String NO_LABEL_ON =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: %s}
      """;
  private static final String CHANNEL_LABEL_ON =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: %s, labels: {workerpool.dev/channel: x}}
      """;
  private static TestNamespace namespace;

  @BeforeAll
  static void prepare() {
    namespace = new TestNamespace();
    grant("author", "alice", "--resource=workerpools.workerpool.dev");
    namespace.kubectl("create", "rolebinding", "bob", "--clusterrole=edit", "--user=bob").ok();
  }

  @AfterAll
  static void cleanUp() {
    namespace.close();
  }

  @Test
  void author_whoMayNotCreatePods_isRefused() {
    String pool = Pools.pool("sly", "exit 0", "replicas: 0");
    eventually(
        () ->
            assertThat(as("alice", pool, "create").refused())
                .contains("allowed to create pods in namespace " + namespace.name));
  }

  /** Scaling is not judged: an autoscaler may not create pods, and the template's author was. */
  @Test
  void author_whoMayNotCreatePods_mayNotPatchASpecEither() {
    namespace.apply(Pools.pool("tempting", "exit 0", "replicas: 0")).ok();
    eventually(
        () ->
            assertThat(patch("{\"spec\": {\"replicas\": 1}}").refused())
                .contains("allowed to create pods in namespace " + namespace.name));
    patch("{\"metadata\": {\"labels\": {\"a\": \"b\"}}}").ok();
  }

  private static Tool.Ran patch(String patch) {
    return namespace.kubectl("patch", "wp", "tempting", "--type=merge", "-p", patch, "--as=alice");
  }

  @Test
  void author_whoMayCreatePods_isServed() {
    as("bob", Pools.pool("fair", "exit 0", "replicas: 0"), "create").ok();
    assertThat(namespace.kubectl("get", "workerpools", "--as=bob").ok()).contains("fair");
    namespace.kubectl("delete", "workerpool", "fair", "--as=bob").ok();
  }

  @Test
  void relay_writesOnlyWhatCarriesTheChannelLabel() {
    namespace.kubectl("create", "configmap", "foreign").ok();
    namespace.kubectl("create", "configmap", "own").ok();
    namespace.kubectl("label", "configmap", "own", "workerpool.dev/channel=x").ok();
    eventually(() -> refusedToRelay("create", "configmap", "new"));
    refusedToRelay("delete", "configmap", "foreign");
    refusedToRelay("replace", CHANNEL_LABEL_ON.formatted("foreign"));
    refusedToRelay("replace", NO_LABEL_ON.formatted("own"));
    assertThat(relay("replace", CHANNEL_LABEL_ON.formatted("own")).ok()).contains("replaced");
    assertThat(namespace.kubectl("delete", "configmap", "own", RELAY).ok()).contains("deleted");
  }

  @ParameterizedTest
  @CsvSource({
    "workerpool-relay, create, pods",
    "workerpool-relay, get, secrets",
    "workerpool-relay, update, workerpools.workerpool.dev/status",
    "workerpool-operator, get, secrets",
    "workerpool-operator, update, configmaps",
    "workerpool-operator, update, workerpools.workerpool.dev",
    "workerpool-operator, create, pods/exec"
  })
  void role_hasNoMoreThanItNeeds(String account, String verb, String resource) {
    String as = "--as=system:serviceaccount:workerpool-system:" + account;
    String[] path = resource.split("/");
    String sub = "--subresource=" + (path.length > 1 ? path[1] : "");
    assertThat(namespace.kubectl("auth", "can-i", verb, path[0], sub, as).out()).startsWith("no");
  }

  private static void refusedToRelay(String verb, String... command) {
    Tool.Ran ran =
        command.length == 1
            ? relay(verb, command[0])
            : namespace.kubectl(verb, command[0], command[1], RELAY);
    assertThat(ran.refused()).contains("the relay writes only ConfigMaps");
  }

  private static Tool.Ran relay(String verb, String yaml) {
    return Tool.kubectl(yaml, verb, "-n", namespace.name, "-f", "-", RELAY);
  }

  private static Tool.Ran as(String user, String yaml, String verb) {
    return Tool.kubectl(yaml, verb, "-n", namespace.name, "-f", "-", "--as=" + user);
  }

  private static void grant(String role, String user, String resource) {
    namespace
        .kubectl("create", "role", role, "--verb=get,list,create,update,patch,delete", resource)
        .ok();
    namespace.kubectl("create", "rolebinding", role, "--role=" + role, "--user=" + user).ok();
  }
}

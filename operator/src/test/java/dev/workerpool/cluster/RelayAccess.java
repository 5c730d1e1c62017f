package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP requests to the serving relay from outside the cluster, through a port-forward. */
final class RelayAccess implements AutoCloseable {
  private static final Pattern FORWARDING = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process forward;
  private final String base;

  RelayAccess() throws IOException {
    forward =
        new ProcessBuilder(
                "kubectl",
                "--kubeconfig=" + TestCluster.kubeconfig().orElseThrow(),
                "port-forward",
                "-n",
                Installed.NAMESPACE,
                "pod/" + servingPod(),
                ":8080")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = forward.inputReader(StandardCharsets.UTF_8);
    Matcher port = FORWARDING.matcher(String.valueOf(out.readLine()));
    assertThat(port.find()).as("kubectl port-forward said where it listens").isTrue();
    base = "http://127.0.0.1:" + port.group(1);
  }

  /** The pod that the relay's Service leads to. */
  static String servingPod() {
    return Installed.system(
            "get",
            "endpointslice",
            "workerpool-relay",
            "-o",
            "jsonpath={.endpoints[0].targetRef.name}")
        .ok();
  }

  /** A token of a pod, as the pod itself would find it mounted. */
  static String tokenOf(TestNamespace namespace, String pod) {
    return namespace
        .kubectl(
            "create",
            "token",
            "default",
            "--audience=workerpool-relay",
            "--bound-object-kind=Pod",
            "--bound-object-name=" + pod.replace("pod/", ""))
        .ok()
        .strip();
  }

  /** POST of a JSON text to a path below a channel of a namespace. */
  HttpResponse<String> post(String token, TestNamespace of, String path, String json)
      throws IOException, InterruptedException {
    String url = base + "/v1/namespaces/" + of.name + "/channels/" + path;
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    forward.destroy();
  }
}

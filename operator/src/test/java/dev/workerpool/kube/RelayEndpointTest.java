package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.cluster.PlayedNamespace;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Where the Service leads. */
@EnableKubernetesMockClient(crud = true)
class RelayEndpointTest {
  KubernetesClient client;

  @Test
  void publish_leadsTheServiceHere() {
    endpoint("a", "10.0.0.1").publish();
    EndpointSlice slice = slice();
    assertThat(slice.getMetadata().getLabels())
        .containsEntry("kubernetes.io/service-name", "workerpool-relay")
        .containsEntry("endpointslice.kubernetes.io/managed-by", "workerpool.dev");
    assertThat(slice.getAddressType()).isEqualTo("IPv4");
    assertThat(slice.getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getName()).isEqualTo("http");
              assertThat(port.getPort()).isEqualTo(8080);
            });
    assertThat(slice.getEndpoints().get(0).getAddresses()).containsExactly("10.0.0.1");
  }

  @Test
  void publish_ofTheSame_writesNothing() {
    endpoint("a", "10.0.0.1").publish();
    String version = slice().getMetadata().getResourceVersion();
    endpoint("a", "10.0.0.1").publish();
    assertThat(slice().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void successor_takesItOver_andTheFormerLeavesIt() {
    RelayEndpoint former = endpoint("a", "10.0.0.1");
    former.publish();
    endpoint("b", "10.0.0.2").publish();
    former.withdraw();
    assertThat(slice().getEndpoints().get(0).getAddresses()).containsExactly("10.0.0.2");
  }

  @Test
  void withdraw_ofOurs_leavesNothing() {
    RelayEndpoint endpoint = endpoint("a", "10.0.0.1");
    endpoint.publish();
    endpoint.withdraw();
    assertThat(slice()).isNull();
  }

  @Test
  void publish_whileAnotherRelayWithdraws_isRepeated() {
    RelayEndpoint former = endpoint("a", "10.0.0.1");
    former.publish();
    KubernetesClient racing = racing(former::withdraw);
    new RelayEndpoint(racing, "test", new RelayEndpoint.Self("b", "10.0.0.2", 8080)).publish();
    assertThat(slice().getEndpoints().get(0).getAddresses()).containsExactly("10.0.0.2");
  }

  @Test
  void otherAddressFamily_isMadeAnew() {
    endpoint("a", "10.0.0.1").publish();
    endpoint("b", "fd00::1").publish();
    assertThat(slice().getAddressType()).isEqualTo("IPv6");
  }

  /** A client before whose first PUT something happens. */
  private KubernetesClient racing(Runnable before) {
    AtomicBoolean done = new AtomicBoolean();
    Interceptor interceptor =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("PUT") && done.compareAndSet(false, true)) {
              before.run();
            }
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("race", interceptor))
        .build();
  }

  private RelayEndpoint endpoint(String pod, String ip) {
    return new RelayEndpoint(client, "test", new RelayEndpoint.Self(pod, ip, 8080));
  }

  private EndpointSlice slice() {
    return PlayedNamespace.relayEndpoint(client, "test").orElse(null);
  }
}

package dev.workerpool.kube;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;

/**
 * The one endpoint behind the relay's Service, which has no selector: the address of the pod that
 * serves. Last writer wins; which relay may write is the Lease's matter, and a wrong one answers
 * 503 until the next word.
 */
public final class RelayEndpoint {
  /** Name of the Service, and of its one EndpointSlice. */
  public static final String NAME = "workerpool-relay";

  private static final int TRIES = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final Self self;

  /** The pod this runs in, and the port it listens on. */
  public record Self(String podName, String podIp, int port) {}

  public RelayEndpoint(KubernetesClient client, String namespace, Self self) {
    this.client = client;
    this.namespace = namespace;
    this.self = self;
  }

  /** Directs the Service here. */
  public void publish() {
    for (int attempt = 1; ; attempt++) {
      try {
        put();
        return;
      } catch (KubernetesClientException e) {
        // Changed, made or withdrawn by another relay since it was read.
        boolean raced = e.getCode() == 409 || e.getCode() == 404;
        if (!raced || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Takes the address back, unless somebody else's is there by now. */
  public void withdraw() {
    EndpointSlice found = resource().get();
    if (found != null && pointsHere(found)) {
      try {
        client.resource(found).lockResourceVersion().delete();
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409) {
          throw e;
        }
        // Changed since: then it is a successor's.
      }
    }
  }

  private void put() {
    EndpointSlice found = resource().get();
    EndpointSlice wanted = slice();
    if (found == null) {
      client.resource(wanted).create();
    } else if (!found.getAddressType().equals(wanted.getAddressType())) {
      // Immutable.
      client.resource(found).lockResourceVersion().delete();
      client.resource(wanted).create();
    } else if (!pointsHere(found) || !found.getPorts().equals(wanted.getPorts())) {
      wanted.getMetadata().setResourceVersion(found.getMetadata().getResourceVersion());
      client.resource(wanted).update();
    }
  }

  private boolean pointsHere(EndpointSlice slice) {
    return slice.getEndpoints().size() == 1
        && slice.getEndpoints().get(0).getAddresses().contains(self.podIp());
  }

  private Resource<EndpointSlice> resource() {
    return client.discovery().v1().endpointSlices().inNamespace(namespace).withName(NAME);
  }

  private EndpointSlice slice() {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .addToLabels("kubernetes.io/service-name", NAME)
        .addToLabels("endpointslice.kubernetes.io/managed-by", "workerpool.dev")
        .endMetadata()
        .withAddressType(self.podIp().contains(":") ? "IPv6" : "IPv4")
        .withPorts(
            new EndpointPortBuilder()
                .withName("http")
                .withPort(self.port())
                .withProtocol("TCP")
                .build())
        .withEndpoints(
            new EndpointBuilder()
                .withAddresses(self.podIp())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .withTargetRef(
                    new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withNamespace(namespace)
                        .withName(self.podName())
                        .build())
                .build())
        .build();
  }
}

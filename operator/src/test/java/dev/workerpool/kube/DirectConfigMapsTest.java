package dev.workerpool.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** The same, over connections of our own. */
class DirectConfigMapsTest extends KubeConfigMapsTest {
  @Override
  KubernetesClient client(Config config, Duration patience) {
    return KubeClients.direct(config, patience);
  }
}

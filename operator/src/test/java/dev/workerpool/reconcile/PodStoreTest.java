package dev.workerpool.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.api.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Collection;
import org.junit.jupiter.api.Test;

class PodStoreTest {
  private final PodStore store = new PodStore();

  private static Pod pod(String name, String pool, String poolUid, String version) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("n")
        .withUid("uid of " + name)
        .withResourceVersion(version)
        .addToLabels(Labels.POOL, pool)
        .addToLabels(Labels.POOL_UID, poolUid)
        .endMetadata()
        .build();
  }

  private Pod put(Pod pod) {
    return store.put(store.getKey(pod), pod);
  }

  private static Collection<String> versions(Collection<Pod> pods) {
    return pods.stream().map(p -> p.getMetadata().getResourceVersion()).toList();
  }

  @Test
  void pods_areFoundByPoolAndByName() {
    put(pod("a", "p", "u1", "1"));
    put(pod("b", "p", "u2", "2"));
    put(pod("c", "q", "u3", "3"));

    assertThat(versions(store.ofPool("u1"))).containsExactly("1");
    assertThat(versions(store.ofName("n/p"))).containsExactlyInAnyOrder("1", "2");
    assertThat(versions(store.values().toList())).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(store.ofPool("u4")).isEmpty();
  }

  @Test
  void changedPod_takesThePlaceOfTheFormer() {
    put(pod("a", "p", "u1", "1"));

    assertThat(put(pod("a", "p", "u1", "2")).getMetadata().getResourceVersion()).isEqualTo("1");
    assertThat(versions(store.ofPool("u1"))).containsExactly("2");
    assertThat(versions(store.ofName("n/p"))).containsExactly("2");
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void podWhosePoolChanged_isFoundUnderTheNewOneOnly() {
    put(pod("a", "p", "u1", "1"));
    put(pod("a", "q", "u2", "2"));

    assertThat(store.ofPool("u1")).isEmpty();
    assertThat(store.ofName("n/p")).isEmpty();
    assertThat(versions(store.ofPool("u2"))).containsExactly("2");
  }

  @Test
  void removedPod_isFoundNoMore() {
    put(pod("a", "p", "u1", "1"));

    assertThat(store.remove("n/a").getMetadata().getName()).isEqualTo("a");
    assertThat(store.remove("n/a")).isNull();
    assertThat(store.ofPool("u1")).isEmpty();
    assertThat(store.ofName("n/p")).isEmpty();
    assertThat(store.keySet()).isEmpty();
  }
}

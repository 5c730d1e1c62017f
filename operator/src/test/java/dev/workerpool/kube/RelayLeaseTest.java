package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who serves, tick by tick. */
@EnableKubernetesMockClient(crud = true)
class RelayLeaseTest {
  KubernetesClient client;
  private final List<String> calls = new ArrayList<>();
  private int failures;

  @Test
  void firstCandidate_serves_andTheSecondStandsBy() {
    RelayLease first = candidate("a");
    RelayLease second = candidate("b");
    first.tick();
    second.tick();
    first.tick();
    assertThat(calls).containsExactly("a serves");
    assertThat(lease().get().getSpec().getHolderIdentity()).isEqualTo("a");
  }

  @Test
  void cleanEnd_handsOverBeforeItReleases_andTheSecondServesAtItsNextTick() {
    RelayLease first = candidate("a");
    RelayLease second = candidate("b");
    first.tick();
    second.tick();
    first.close();
    second.tick();
    assertThat(calls).containsExactly("a serves", "a ceases, holding", "b serves");
    assertThat(lease().get().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void holder_thatFindsAnother_ceases() {
    RelayLease first = candidate("a");
    first.tick();
    lease().edit(l -> new LeaseBuilder(l).editSpec().withHolderIdentity("x").endSpec().build());
    first.tick();
    assertThat(calls).containsExactly("a serves", "a ceases");
  }

  @Test
  void silentHolder_isFollowedOnlyAfterItsDuration_byOurOwnClock() {
    RelayLease first = candidate("a");
    first.tick();
    // The renewal looks years old: clocks of two machines need not agree.
    lease()
        .edit(
            l ->
                new LeaseBuilder(l)
                    .editSpec()
                    .withRenewTime(java.time.ZonedDateTime.parse("2020-01-01T00:00:00Z"))
                    .endSpec()
                    .build());
    RelayLease second = candidate("b");
    second.tick();
    second.tick();
    assertThat(calls).containsExactly("a serves");
    lease().edit(l -> new LeaseBuilder(l).editSpec().withLeaseDurationSeconds(0).endSpec().build());
    second.tick();
    assertThat(calls).containsExactly("a serves", "b serves");
  }

  @Test
  void serving_thatFails_isTriedAgain() {
    failures = 1;
    RelayLease first = candidate("a");
    first.tick();
    first.tick();
    first.tick();
    assertThat(calls).containsExactly("a fails", "a serves");
  }

  @Test
  void restart_underTheSameName_servesAgain() {
    candidate("a").tick();
    candidate("a").tick();
    assertThat(calls).containsExactly("a serves", "a serves");
  }

  private RelayLease candidate(String name) {
    return new RelayLease(
        client,
        "test",
        name,
        new RelayLease.Candidate() {
          @Override
          public void serve() {
            if (failures-- > 0) {
              calls.add(name + " fails");
              throw new IllegalStateException("not now");
            }
            calls.add(name + " serves");
          }

          @Override
          public void cease() {
            boolean holding = name.equals(lease().get().getSpec().getHolderIdentity());
            calls.add(name + (holding ? " ceases, holding" : " ceases"));
          }
        });
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace("test").withName("workerpool-relay");
  }
}

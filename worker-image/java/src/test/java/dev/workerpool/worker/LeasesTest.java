package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a process holds, and what of it is being settled. */
class LeasesTest {
  private final Leases leases = new Leases();

  @Test
  void takeOldest_untilItIsSettled_isInWorkAndNobodyElses() {
    leases.add("q", "L1");
    leases.add("q", "L2");
    assertThat(leases.takeOldest("q")).isEqualTo("L1");
    assertThat(leases.takeOldest("q")).isEqualTo("L2");
    assertThat(leases.takeOldest("q")).isNull();
    assertThat(leases.all()).containsOnlyKeys("L1", "L2");
    leases.remove("q", "L1");
    assertThat(leases.all()).containsOnlyKeys("L2");
  }

  @Test
  void putBack_makesItTheOldestAgain() {
    leases.add("q", "L1");
    leases.add("q", "L2");
    leases.putBack("q", leases.takeOldest("q"));
    assertThat(leases.takeOldest("q")).isEqualTo("L1");
  }
}

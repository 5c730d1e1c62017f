package dev.workerpool.faults;

import static org.assertj.core.api.Assertions.assertThat;

/** R2: no write hits another object than the one that it meant, and each that could says which. */
final class Audit {
  private Audit() {}

  static void of(Journal journal) {
    journal.entries().stream().filter(Journal.Entry::succeeded).forEach(Audit::check);
  }

  private static void check(Journal.Entry entry) {
    var call = entry.call();
    boolean changes = !call.verb().equals("POST");
    if (!changes) {
      return;
    }
    assertThat(entry.meantUid()).as("uid that %s means", entry).isNotEmpty();
    if (!entry.hitUid().isEmpty()) {
      assertThat(entry.hitUid()).as("uid that %s hit", entry).isEqualTo(entry.meantUid());
    }
    if (call.resource().equals("workerpools")) {
      assertThat(call.text()).as("body of %s", entry).contains("\"resourceVersion\":\"");
    }
  }
}

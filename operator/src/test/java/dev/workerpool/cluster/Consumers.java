package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The consumers example on the cluster, and what must be seen of it. */
record Consumers(TestNamespace namespace, String folder) {
  static final String FAST = "deploy/examples/consumers";

  /** Each task takes five seconds, so that a test can strike inside one. */
  static final String SLOW = "deploy/examples/consumers-slow";

  private static final String POOL = "wp/consumers";
  private static final Pattern RESULT = Pattern.compile("(\\d+) \\* \\1 = (\\d+)");

  void apply() {
    namespace.kubectl("apply", "-k", folder).ok();
  }

  /** Waits until the pool is Complete, with ten results once each and exit code 0 for everyone. */
  void areComplete() {
    namespace.waitFor(POOL, "Complete", "3m");
    List<MatchResult> results = RESULT.matcher(logs()).results().toList();
    assertThat(results).as(this::logs).hasSize(10);
    assertThat(results)
        .allSatisfy(
            r ->
                assertThat(Integer.parseInt(r.group(2)))
                    .isEqualTo(Integer.parseInt(r.group(1)) * Integer.parseInt(r.group(1))));
    assertThat(results.stream().map(MatchResult::group).distinct()).hasSize(10);
    assertThat(namespace.get(POOL, "{.status.exitCodes[*].exitCode}")).isEqualTo("0");
    assertThat(namespace.get(POOL, "{.status.failed}")).isIn("", "0");
  }

  String logs() {
    return namespace
        .kubectl("logs", "-l", "workerpool.dev/pool=consumers", "--tail=-1", "--prefix")
        .out();
  }
}

package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workerpool.api.ProcessDetail;
import dev.workerpool.api.WorkerPoolStatus;
import dev.workerpool.process.ProcessState.Stopped;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pod in, process out: every row of the published truth table. */
class TruthTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:10:00Z");
  private static final Path DOCS = Path.of("..", "docs", "processes.md");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| ([0-9]+[a-z]?) \\| [^|]+ \\| (\\w+) \\| ([−0-9]*) ?\\| (\\w*) ?\\| (\\w+) \\|"
              + " (\\w*) ?\\|$");

  static List<TruthTable.Case> cases() {
    return TruthTable.cases();
  }

  private static Plan plan(TruthTable.Case row) {
    var pool = Fixtures.pool(row.what().path("spec").asText());
    if (row.what().path("startedBefore").asBoolean()) {
      pool.setStatus(Serialization.unmarshal("{\"started\": \"1\"}", WorkerPoolStatus.class));
    }
    var problem =
        Optional.ofNullable(row.what().path("problem").textValue())
            .map(reason -> new Problem(reason, "no", NOW, 1));
    var pods = row.pod().flatMap(ObservedPods::of).stream().toList();
    return PoolPlanner.plan(
        new Observed(pool, pods, Set.of(), ChannelView.unknown(), problem, null, NOW));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void row_isReadAsPublished(TruthTable.Case row) {
    var plan = plan(row);
    assertThat(plan.status().processes()).hasSize(1);
    var detail = plan.status().processes().get(0);

    assertThat(asJson(detail, plan.status().alive() == 1)).isEqualTo(row.expected());
    if (row.what().has("ready")) {
      assertThat(Conditions.find(plan.status().conditions(), "Ready").orElseThrow().reason())
          .isEqualTo(row.what().path("ready").asText());
    }
  }

  private static JsonNode asJson(ProcessDetail detail, boolean alive) {
    var json = new ObjectMapper().createObjectNode();
    json.put("state", detail.state());
    json.put("alive", alive);
    json.put("exitCode", detail.exitCode());
    json.put("signal", detail.signal());
    json.put("source", detail.source());
    json.put("reason", detail.reason());
    json.put("ran", detail.ran());
    return json;
  }

  /** What the process room knows of never having run is what the durable record says. */
  @ParameterizedTest
  @MethodSource("cases")
  void neverStarted_isWhatTheRecordSays(TruthTable.Case row) {
    row.pod()
        .flatMap(ObservedPods::of)
        .map(ObservedPod::state)
        .filter(Stopped.class::isInstance)
        .map(state -> ((Stopped) state).exit())
        .ifPresent(
            exit ->
                assertThat(Ended.of(exit).ran().equals("False")).isEqualTo(exit.neverStarted()));
  }

  /** An end that is recorded stays, whichever of the other rows the pod shows later. */
  @ParameterizedTest
  @MethodSource("cases")
  void firstRecord_winsForEver(TruthTable.Case row) {
    var first = plan(row).status();
    if (first.exitCodes().isEmpty()) {
      return;
    }
    for (var later : cases()) {
      var pool = Fixtures.with(Fixtures.pool("{replicas: 1}"), first);
      var pods = later.pod().flatMap(ObservedPods::of).stream().toList();
      var plan =
          PoolPlanner.plan(
              new Observed(
                  pool, pods, Set.of(), ChannelView.unknown(), Optional.empty(), null, NOW));
      assertThat(plan.status().exitCodes()).as("then %s", later).isEqualTo(first.exitCodes());
    }
  }

  @Test
  void everyRow_isThere() {
    var rows =
        cases().stream()
            .map(row -> Integer.parseInt(row.row().replaceAll("[a-z]", "")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows).containsExactlyElementsOf(IntStream.rangeClosed(1, 35).boxed().toList());
  }

  @Test
  void docs_sayTheSame() throws IOException {
    Map<String, List<String>> published =
        ROW.matcher(Files.readString(DOCS))
            .results()
            .collect(Collectors.toMap(r -> r.group(1), TruthTableTest::columns));
    Map<String, List<String>> golden =
        cases().stream().collect(Collectors.toMap(TruthTable.Case::row, TruthTableTest::columns));

    assertThat(published).isEqualTo(golden);
  }

  private static List<String> columns(MatchResult row) {
    return IntStream.rangeClosed(2, 6).mapToObj(i -> row.group(i).replace('−', '-')).toList();
  }

  private static List<String> columns(TruthTable.Case row) {
    return List.of("state", "exitCode", "source", "reason", "ran").stream()
        .map(field -> row.expected().path(field))
        .map(value -> value.isNull() ? "" : value.asText())
        .toList();
  }
}

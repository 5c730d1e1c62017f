package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workerpool.refusals.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of refusals, as the real server answers it. */
@OnCluster
class RefusalsApiIT {
  private static final List<Refusal> ROWS = Refusal.all();
  private static TestNamespace namespace;
  private static List<String> applied;
  private static List<String> appliedServerSide;

  @BeforeAll
  static void tryAll() {
    try (var client = TestCluster.client()) {
      TestCluster.define(client);
    }
    namespace = new TestNamespace();
    make("row-", i -> true);
    make("own-", i -> matters(ROWS.get(i)), "--server-side");
    applied = answers("row-");
    appliedServerSide = answers("own-", "--server-side");
  }

  @AfterAll
  static void close() {
    namespace.close();
  }

  static Stream<Arguments> rows() {
    return IntStream.range(0, ROWS.size()).mapToObj(i -> Arguments.of(ROWS.get(i), i));
  }

  static Stream<Arguments> patchableRows() {
    return rows().filter(row -> ROWS.get((Integer) row.get()[1]).name() == null);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void apply_isRefusedAndSaysWhy(Refusal row, int index) {
    assertThat(applied.get(index)).contains(row.says());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void serverSideApply_isRefusedAndSaysWhy(Refusal row, int index) {
    assertThat(appliedServerSide.get(index)).contains(row.saysServerSide());
  }

  @ParameterizedTest
  @MethodSource("patchableRows")
  void patchOfAGoodPool_isRefusedOrWarnsOfAnUnknownField(Refusal row, int index) {
    var unknown = Pattern.compile("unknown field .*").matcher(row.says());
    if (unknown.find()) {
      Tool.Ran ran = patched(index);
      assertThat(ran.err()).contains("Warning: " + unknown.group());
      assertThat(ran.ok()).contains("patched");
    } else {
      assertThat(patched(index).refused()).contains(row.says());
    }
  }

  /** kubectl goes through the list in order, and says one thing of each. */
  private static List<String> answers(String prefix, String... options) {
    IntFunction<JsonNode> bad =
        i -> ROWS.get(i).applied((matters(ROWS.get(i)) ? prefix : "new-") + i);
    String said = apply(IntStream.range(0, ROWS.size()).mapToObj(bad), options).refused();
    List<String> answers =
        Arrays.stream(said.split("(?m)^(?=The WorkerPool|Error from server|error: )"))
            .filter(answer -> !answer.isBlank())
            .toList();
    assertThat(answers).as(said).hasSize(ROWS.size());
    return answers;
  }

  /** Whether the pool must be there already for the row to be refused. */
  private static boolean matters(Refusal row) {
    return row.before().at("/spec/terminate").asBoolean();
  }

  private static void make(String prefix, IntPredicate which, String... options) {
    IntStream rows = IntStream.range(0, ROWS.size()).filter(which);
    apply(rows.mapToObj(i -> ROWS.get(i).good(prefix + i)), options).ok();
  }

  private static Tool.Ran apply(Stream<JsonNode> pools, String... options) {
    List<String> command = new ArrayList<>(List.of("apply", "-n", namespace.name, "-f", "-"));
    command.addAll(List.of(options));
    String all = pools.map(JsonNode::toString).collect(Collectors.joining("\n---\n"));
    return Tool.kubectl(all, command.toArray(String[]::new));
  }

  /** What kubectl says of the patch: why it is refused, or of which field it warns. */
  private static Tool.Ran patched(int index) {
    String patch = ROWS.get(index).after().toString();
    return namespace.kubectl("patch", "wp", "row-" + index, "--type=merge", "-p", patch);
  }
}

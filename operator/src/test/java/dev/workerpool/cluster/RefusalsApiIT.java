package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workerpool.refusals.Refusal;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
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
  private static KubernetesClient client;
  private static List<String> applied;
  private static List<String> appliedServerSide;

  @BeforeAll
  static void tryAll() {
    client = TestCluster.client();
    TestCluster.define(client);
    namespace = new TestNamespace();
    make("row-", i -> true);
    make("own-", i -> matters(ROWS.get(i)), "--server-side");
    applied = answers("row-");
    appliedServerSide = answers("own-", "--server-side");
  }

  @AfterAll
  static void close() {
    client.close();
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
  void patchOfAGoodPool_isRefusedAndSaysWhy(Refusal row, int index) {
    assertThat(patched(index)).contains(row.says());
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

  private static String patched(int index) {
    try {
      client
          .genericKubernetesResources("workerpool.dev/v1alpha1", "WorkerPool")
          .inNamespace(namespace.name)
          .withName("row-" + index)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.JSON_MERGE)
                  .withFieldValidation("Strict")
                  .build(),
              ROWS.get(index).after().toString());
      return "accepted";
    } catch (KubernetesClientException e) {
      return e.getStatus().getMessage();
    }
  }
}

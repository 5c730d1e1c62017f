package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the committed definition, as local mode evaluates them. */
class CommittedRulesTest {

  private static List<String> faults(String name, String spec) {
    String yaml =
        "{apiVersion: workerpool.dev/v1alpha1, kind: WorkerPool, metadata: {name: %s}, spec: %s}"
            .formatted(name, spec);
    JsonNode pool = YamlDocuments.read("test", yaml).get(0);
    return CelCheck.faults(Crd.schema(), pool);
  }

  @Test
  void goodPool_hasNoFaults() {
    assertThat(faults("consumers", "{processes: [{name: a b}, {name: a c}]}")).isEmpty();
  }

  @Test
  void namesThatReadAlike_areRefused() {
    assertThat(faults("p", "{processes: [{name: My Service}, {name: my_service}]}"))
        .singleElement()
        .asString()
        .startsWith("spec.processes: two names read alike");
  }

  @Test
  void poolName_hasToLeaveRoomForLabels() {
    assertThat(faults("p".repeat(53), "{}")).singleElement().asString().contains("metadata.name");
    assertThat(faults("a.b", "{}")).hasSize(1);
  }
}

package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class CelCheckTest {
  private static final JsonNode SCHEMA =
      YamlDocuments.read(
              "schema",
              """
              type: object
              x-kubernetes-validations:
              - {rule: "size(self.metadata.name) <= 5", message: "longer than a label takes", fieldPath: ".metadata.name"}
              - {rule: "self == oldSelf", message: "immutable"}
              properties:
                spec:
                  type: object
                  x-kubernetes-validations:
                  - {rule: "!has(self.max) || self.replicas <= self.max", messageExpression: "'at most ' + string(self.max)"}
                  properties:
                    items:
                      type: array
                      items:
                        type: object
                        x-kubernetes-validations:
                        - {rule: "self.name.matches('^[a-z]+$')", message: "letters only"}
              """)
          .get(0);

  @Test
  void faults_rulesThatHold_areNone() {
    assertThat(faults("{metadata: {name: ok}, spec: {replicas: 2, max: 2, items: [{name: a}]}}"))
        .isEmpty();
  }

  @Test
  void faults_rulesThatDoNot_nameTheField() {
    assertThat(
            faults(
                "{metadata: {name: far-too-long}, spec: {replicas: 3, max: 2,"
                    + " items: [{name: a}, {name: B}]}}"))
        .containsExactly(
            "metadata.name: longer than a label takes",
            "spec: at most 2",
            "spec.items[1]: letters only");
  }

  @Test
  void faults_ruleThatCannotBeEvaluated_isAFault() {
    assertThat(faults("{spec: {}}")).singleElement().asString().contains("cannot be evaluated");
  }

  private static List<String> faults(String yaml) {
    return CelCheck.faults(SCHEMA, YamlDocuments.read("value", yaml).get(0));
  }
}

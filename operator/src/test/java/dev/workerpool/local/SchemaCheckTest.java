package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {
  private static final JsonNode SCHEMA =
      YamlDocuments.read(
              "schema",
              """
              type: object
              required: [name]
              properties:
                name: {type: string, maxLength: 4}
                count: {type: integer, minimum: 0, default: 1}
                mode: {type: string, enum: [A, B], default: A}
                size:
                  anyOf: [{type: integer}, {type: string}]
                  x-kubernetes-int-or-string: true
                maybe: {type: string, nullable: true}
                labels: {type: object, additionalProperties: {type: string}}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                list:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [id]
                  items:
                    type: object
                    required: [id]
                    properties:
                      id: {type: string}
                      live: {type: boolean, default: true}
              """)
          .get(0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                  | name: required",
        "{name: a, frob: 1}                  | frob: unknown field",
        "{name: a, list: [{id: x, frob: 1}]} | list[0].frob: unknown field",
        "{name: a, list: [{}]}               | list[0].id: required",
        "{name: abcde}                       | name: must be at most 4 characters long, not \"abcde\"",
        "{name: a, count: -1}                | count: must have a minimum value of 0, not -1",
        "{name: a, count: \"1\"}             | count: string found, integer expected, not \"1\"",
        "{name: a, count: 1.5}               | count: number found, integer expected, not 1.5",
        "{name: a, mode: C}                  | mode: does not have a value in the enumeration [\"A\", \"B\"], not \"C\"",
        "{name: a, labels: {x: 1}}           | labels.x: integer found, string expected, not 1",
        "{name: a, list: [{id: x},{id: x}]}  | list[1]: duplicate value: {\"id\":\"x\"}",
      })
  void faults_ofOneMistake_nameTheField(String yaml, String fault) {
    assertThat(faults(yaml)).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, size: 1}",
        "{name: a, size: 1Gi}",
        "{name: a, maybe: null}",
        "{name: a, count: null}",
        "{name: a, labels: {x: y}, free: {any: [1, {thing: true}]}}",
        "{name: a, list: [{id: x}, {id: y}]}",
      })
  void faults_ofWhatTheServerAccepts_areNone(String yaml) {
    assertThat(faults(yaml)).isEmpty();
  }

  @Test
  void defaulted_fillsInWhatIsAbsent_alsoInLists() {
    JsonNode value = read("{name: a, count: null, maybe: null, list: [{id: x}]}");

    assertThat(StructuralSchema.defaulted(SCHEMA, StructuralSchema.pruned(SCHEMA, value)))
        .isEqualTo(read("{name: a, maybe: null, list: [{id: x, live: true}], count: 1, mode: A}"));
  }

  private static List<String> faults(String yaml) {
    JsonNode value = StructuralSchema.pruned(SCHEMA, read(yaml));
    return SchemaCheck.faults(SCHEMA, StructuralSchema.defaulted(SCHEMA, value));
  }

  private static JsonNode read(String yaml) {
    return YamlDocuments.read("value", yaml).get(0);
  }
}

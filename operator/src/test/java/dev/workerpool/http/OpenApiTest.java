package dev.workerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.workerpool.api.wire.Golden;
import dev.workerpool.api.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document tells of every route, record and problem, and of nothing else. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = RelayServer.class.getResourceAsStream("openapi.yaml")) {
      document = new YAMLMapper().readTree(in);
    }
  }

  @Test
  void paths_areTheRoutes() {
    TreeSet<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            documented.add(method.toUpperCase() + " " + path.getKey());
                          }
                        }));
    TreeSet<String> served = new TreeSet<>();
    RelayServer.routes(new FakeRelay(), new FakeCallers(), Metrics.NONE, () -> true)
        .rows()
        .forEach(row -> served.add(row.method() + " " + row.template()));
    assertThat(documented).isEqualTo(served);
  }

  @ParameterizedTest
  @MethodSource("records")
  void schema_hasTheRecordsFields(Class<?> record) {
    JsonNode schema = schemas().path(record.getSimpleName());
    List<String> properties = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(schema.isMissingNode()).as("a schema " + record.getSimpleName()).isFalse();
    assertThat(properties)
        .containsExactlyElementsOf(
            Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  @ParameterizedTest
  @MethodSource("dev.workerpool.api.wire.Golden#files")
  void goldenFile_fitsItsSchema(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("$ref", "#/components/schemas/" + Golden.recordOf(file).getSimpleName());
    root.set("components", document.get("components"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
    assertThat(schema.validate(JSON.readTree(Files.readString(file)))).isEmpty();
  }

  @Test
  void problemTypes_areTheOnesWeSend() {
    List<String> documented = new ArrayList<>();
    schemas()
        .at("/ProblemReply/properties/type/enum")
        .forEach(type -> documented.add(type.asText()));
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList());
  }

  @Test
  void references_leadSomewhere() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).isFalse());
  }

  static List<Class<?>> records() throws IOException, URISyntaxException {
    Path folder =
        Path.of(WireJson.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(WireJson.class.getPackageName().replace('.', '/'));
    List<Class<?>> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        if (!name.contains("$") && !name.contains("-") && !name.equals("RawJson")) {
          add(records, name);
        }
      }
    }
    return records;
  }

  private static void add(List<Class<?>> records, String name) {
    try {
      Class<?> type = Class.forName(WireJson.class.getPackageName() + "." + name);
      if (type.isRecord()) {
        records.add(type);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode schemas() {
    return document.at("/components/schemas");
  }
}

package dev.workerpool.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelException;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rules ({@code x-kubernetes-validations}) of a structural schema, each evaluated on its part
 * of a value as {@code self}. Rules about a change ({@code oldSelf}) don't speak of a new object.
 */
final class CelCheck {
  private static final String FIND_ALL_ID = "string_find_all_string";

  /** Kubernetes' own function beside CEL's: the matches of a regular expression. */
  private static final CelFunctionDecl FIND_ALL =
      CelFunctionDecl.newFunctionDeclaration(
          "findAll",
          CelOverloadDecl.newMemberOverload(
              FIND_ALL_ID,
              ListType.create(SimpleType.STRING),
              SimpleType.STRING,
              SimpleType.STRING));

  private Cel cel;

  /** One line a rule that does not hold, beginning with the field. */
  static List<String> faults(JsonNode schema, JsonNode value) {
    var faults = new ArrayList<String>();
    new CelCheck().walk(schema, value, "", faults);
    return faults;
  }

  private void walk(JsonNode schema, JsonNode value, String path, List<String> faults) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      if (!rule.path("rule").asText().contains("oldSelf")) {
        check(rule, value, path, faults);
      }
    }
    if (value.isObject()) {
      for (var field : value.properties()) {
        String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        walk(StructuralSchema.ofField(schema, field.getKey()), field.getValue(), child, faults);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(schema.path("items"), value.get(i), path + "[" + i + "]", faults);
      }
    }
  }

  private void check(JsonNode rule, JsonNode value, String path, List<String> faults) {
    String expression = rule.path("rule").asText();
    String field = path + rule.path("fieldPath").asText("");
    field = field.startsWith(".") ? field.substring(1) : field;
    try {
      if (!Boolean.TRUE.equals(evaluate(expression, value))) {
        faults.add((field.isEmpty() ? "" : field + ": ") + message(rule, value));
      }
    } catch (CelException e) {
      faults.add(field + ": rule " + expression + " cannot be evaluated: " + e.getMessage());
    }
  }

  private String message(JsonNode rule, JsonNode value) throws CelException {
    if (rule.has("messageExpression")) {
      return String.valueOf(evaluate(rule.get("messageExpression").asText(), value));
    }
    return rule.path("message").asText("failed rule: " + rule.path("rule").asText());
  }

  private Object evaluate(String expression, JsonNode value) throws CelException {
    var ast = cel().compile(expression).getAst();
    return cel().createProgram(ast).eval(Map.of("self", plain(value)));
  }

  /** Made when the first rule needs it: it takes a while to load. */
  private Cel cel() {
    if (cel == null) {
      cel =
          CelFactory.standardCelBuilder()
              .setStandardMacros(dev.cel.parser.CelStandardMacro.STANDARD_MACROS)
              .addVar("self", SimpleType.DYN)
              .addFunctionDeclarations(FIND_ALL)
              .addFunctionBindings(
                  CelFunctionBinding.from(
                      FIND_ALL_ID, String.class, String.class, CelCheck::findAll))
              .addCompilerLibraries(CelExtensions.strings())
              .addRuntimeLibraries(CelExtensions.strings())
              .build();
    }
    return cel;
  }

  private static List<String> findAll(String text, String regex) {
    return Pattern.compile(regex).matcher(text).results().map(MatchResult::group).toList();
  }

  private static Object plain(JsonNode value) {
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
      return map;
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      value.forEach(item -> list.add(plain(item)));
      return list;
    }
    if (value.isIntegralNumber()) {
      return value.asLong();
    }
    if (value.isNumber()) {
      return value.asDouble();
    }
    return value.isBoolean() ? value.asBoolean() : value.asText();
  }
}

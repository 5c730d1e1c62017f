package dev.workerpool.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML 1.1 as kubectl reads it: aliases and merges, no time stamps, no key twice. */
final class YamlDocuments {
  private static final int MAX_CHARS = 3 << 20;
  private static final int MAX_VALUES = 500_000;
  private static final int MAX_DEPTH = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private YamlDocuments() {}

  /**
   * The documents of a text that aren't empty.
   *
   * @param source what to call it in an error
   * @throws BadInput where the text is no YAML, with line and column
   */
  static List<JsonNode> read(String source, String text) {
    try {
      var documents = new ArrayList<JsonNode>();
      for (Object document : yaml().loadAll(text)) {
        if (document != null) {
          refuseEndless(source, document);
          documents.add(JSON.valueToTree(document));
        }
      }
      return documents;
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      String where = mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
      throw new BadInput(source + where + ": bad YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new BadInput(source + ": bad YAML: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      // A number that is none, or a key that JSON can't have.
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new BadInput(source + ": bad YAML: " + why);
    }
  }

  /** Neither is JSON, or any number of a spec. */
  private static void refuseInfinite(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new IllegalArgumentException("a number has to be finite");
    }
  }

  /** By aliases a short text can stand for a huge value, or for one that contains itself. */
  private static void refuseEndless(String source, Object document) {
    if (values(document, MAX_VALUES, MAX_DEPTH) > MAX_VALUES) {
      throw new BadInput(source + ": its aliases make it too large");
    }
  }

  /** How many values there are in it; more than {@code most} for too many, or nested too deep. */
  private static int values(Object value, int most, int depth) {
    Collection<?> inner = List.of();
    if (value instanceof Map<?, ?> map) {
      inner = map.values();
    } else if (value instanceof Collection<?> collection) {
      inner = collection;
    }
    refuseInfinite(value);
    int sum = 1;
    for (Object each : inner) {
      sum += depth == 0 ? most : values(each, most - sum, depth - 1);
      if (sum > most) {
        return most + 1;
      }
    }
    return sum;
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(MAX_CHARS);
    var dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(dumping),
        dumping,
        options,
        new NoTimestamps());
  }

  /** A date stays the text it was. */
  private static final class NoTimestamps extends Resolver {
    @Override
    public void addImplicitResolver(
        Tag tag, java.util.regex.Pattern regexp, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, regexp, first, limit);
      }
    }
  }
}

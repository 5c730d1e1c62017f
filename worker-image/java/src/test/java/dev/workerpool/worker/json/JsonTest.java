package dev.workerpool.worker.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private enum Color {
    RED,
    GREEN
  }

  private record Point(int x, double y) {}

  private record Shape(String name, Color color, List<Point> points, Map<String, Point> named) {}

  private record Wide(Long count, Boolean on, int[] sizes, Object any) {}

  private record Positive(int n) {
    Positive {
      if (n <= 0) {
        throw new IllegalArgumentException("n must be positive");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-0",
        "9223372036854775807",
        "123456789012345678901234567890",
        "1.5",
        "\"\"",
        "\"a \\\"quoted\\\" \\\\ line\\nand\\ttab\"",
        "[]",
        "{}",
        "[1,[2,[]],{\"a\":null,\"b\":{}}]",
        "{\"z\":1,\"a\":[true,\"x\"]}",
        "\"é ✓ 😀\"",
        "\"\\u0000\\u001f\""
      })
  void text_readAndWritten_isTheSame(String text) {
    String again = Json.write(Json.read(text));
    assertThat(again).isEqualTo(text.equals("-0") ? "0" : text);
  }

  @Test
  void numbers_haveTheSmallestTypeThatIsExact() {
    assertThat(Json.read(" [1, 1.0, 1e2, 9223372036854775808] "))
        .isEqualTo(Arrays.asList(1L, 1.0, 100.0, new BigInteger("9223372036854775808")));
  }

  @Test
  void loneSurrogate_survives() {
    String lone = "a\ud83db";
    assertThat(Json.write(lone)).isEqualTo("\"a\\ud83db\"");
    assertThat(Json.read(Json.write(lone))).isEqualTo(lone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "nul",
        "01",
        "1.",
        "-",
        "+1",
        "1 2",
        "\"open",
        "\"bad \\x\"",
        "\"\\u12g4\"",
        "\"tab\there\"",
        "NaN",
        "'a'",
        "[1}",
        "1e"
      })
  void noJson_isRefused_withItsPosition(String text) {
    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("no JSON at position");
  }

  @Test
  void deepNesting_isRefused_notAStackOverflow() {
    assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(JsonException.class);
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThatThrownBy(() -> Json.write(itself)).isInstanceOf(JsonException.class);
  }

  @Test
  void records_comeBackAsTheyWere() {
    Shape shape =
        new Shape("t", Color.GREEN, List.of(new Point(1, 2)), Map.of("p", new Point(3, 0.5)));
    String text = Json.write(shape);
    assertThat(text)
        .isEqualTo(
            "{\"name\":\"t\",\"color\":\"GREEN\",\"points\":[{\"x\":1,\"y\":2.0}],"
                + "\"named\":{\"p\":{\"x\":3,\"y\":0.5}}}");
    assertThat(Json.read(text, Shape.class)).isEqualTo(shape);
  }

  @Test
  void missingComponents_areNull_unknownFieldsIgnored() {
    Wide wide = Json.read("{\"sizes\":[1,2],\"any\":{\"a\":[]},\"more\":1}", Wide.class);
    assertThat(wide.count()).isNull();
    assertThat(wide.sizes()).containsExactly(1, 2);
    assertThat(wide.any()).isEqualTo(Map.of("a", List.of()));
  }

  @Test
  void null_isEveryReferenceType() {
    assertThat(Json.read("null", Shape.class)).isNull();
  }

  @Test
  void misfits_areRefused_namingTheField() {
    assertThatThrownBy(() -> Json.read("{\"points\":[{\"x\":1.5,\"y\":1}]}", Shape.class))
        .hasMessageContaining(".points[0].x: 1.5 is no int");
    assertThatThrownBy(() -> Json.read("{\"x\":3000000000,\"y\":1}", Point.class))
        .hasMessageContaining(".x: 3000000000 is no int");
    assertThatThrownBy(() -> Json.read("{\"x\":1}", Point.class))
        .hasMessageContaining(".y: missing");
    assertThatThrownBy(() -> Json.read("{\"color\":\"BLUE\"}", Shape.class))
        .hasMessageContaining("no Color is called BLUE");
    assertThatThrownBy(() -> Json.read("[1]", Point.class)).hasMessageContaining("[1] is no Point");
    assertThatThrownBy(() -> Json.read("1", String.class)).hasMessageContaining("1 is no String");
    assertThatThrownBy(() -> Json.read("{\"n\":0}", Positive.class))
        .hasMessageContaining("n must be positive");
  }

  @Test
  void whatJsonCannotSay_isRefused_notGuessed() {
    assertThatThrownBy(() -> Json.write(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Json.write(new Object())).hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> Json.write(Map.of(1, 2))).hasMessageContaining("key must be a String");
  }
}

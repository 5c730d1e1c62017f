package dev.workerpool.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-1.50",
        "1e400",
        "12345678901234567890123",
        "1.0000000000000000000000000000001",
        "\"\"",
        "\"\\u00e9 é \uD83D\uDE00 \\\" \\\\\"",
        "{}",
        "[]",
        "{\"z\":1,\"a\":{\"b\":[1, 2,{}]} }",
        "[ [\"]\"], \"}\" ]",
        "{\"a\":1,\"a\":2}"
      })
  void item_anyJsonValue_keepsItsText(String value) {
    for (String body :
        new String[] {
          "{\"items\":[{\"json\":" + value + "}]}",
          "{ \"items\" : [ { \"json\" : "
              + value
              + " } , { \"x\":[{}], \"json\":"
              + value
              + "\n} ] }"
        }) {
      PutRequest put = WireJson.read(body, PutRequest.class);
      assertThat(put.items()).allSatisfy(i -> assertThat(i.json().text()).isEqualTo(value));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                    | not JSON",
        "                                     | JSON object is required",
        "null                                 | JSON object is required",
        "[]                                   | PutRequest",
        "{\"items\":[]} {}                    | Trailing token",
        "{}                                   | items: is required",
        "{\"items\":{}}                       | items: ",
        "{\"items\":[null]}                   | items: must hold no null",
        "{\"items\":[{}]}                     | either json or base64",
        "{\"items\":[{\"json\":1,\"base64\":\"\"}]} | either json or base64",
        "{\"items\":[{\"base64\":7}]}         | items[0].base64: ",
        "{\"seq\":1,\"items\":[]}             | seq: is sent with producer",
        "{\"producer\":\"p\",\"seq\":\"1\",\"items\":[]} | seq: ",
        "{\"producer\":\"p\",\"seq\":1.5,\"items\":[]} | seq: ",
        "{\"producer\":\"p\",\"seq\":0,\"items\":[]} | seq: starts at 1",
        "{\"producer\":5,\"seq\":1,\"items\":[]} | producer: ",
      })
  void read_ofWhatIsNoPut_namesTheField(String text, String message) {
    String body = text == null ? "" : text;
    assertThatThrownBy(() -> WireJson.read(body, PutRequest.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("dev.workerpool")
        .hasMessageNotContaining("java.");
  }

  @Test
  void read_ofUnknownFields_ignoresThem() {
    assertThat(WireJson.read("{\"maxSize\":5,\"colour\":{\"x\":[]}}", QueueMakeRequest.class))
        .isEqualTo(new QueueMakeRequest(5, null, null, null));
  }
}

package dev.workerpool.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShimRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"workerpool\":1,\"exit\":3}|3",
        "{\"workerpool\":1,\"signal\":9}|-9",
        "{\"workerpool\":1,\"exit\":143,\"forwarded\":15}|-15",
        "{\"workerpool\":1,\"exit\":143}|143",
        "{\"workerpool\":1,\"exit\":130,\"forwarded\":15}|130",
        "{\"workerpool\":1,\"exit\":127,\"later\":\"field\"}|127",
      })
  void code_isAsPythonReportsIt(String line, int code) {
    assertThat(ShimRecord.parse(line)).map(ShimRecord::code).contains(code);
  }

  @Test
  void parse_takesTheLastLine() {
    assertThat(ShimRecord.parse("noise\n{\"workerpool\":1,\"exit\":4}\n"))
        .map(ShimRecord::code)
        .contains(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "exit 3",
        "{\"exit\":3}",
        "{\"workerpool\":2,\"exit\":3}",
        "{\"workerpool\":1,\"exit\":3",
        "{\"workerpool\":1}",
        "{\"workerpool\":1,\"exit\":3,\"signal\":9}",
        "{\"workerpool\":1,\"exit\":300}",
        "{\"workerpool\":1,\"exit\":\"3\"}",
        "{\"workerpool\":1,\"exit\":3}\nand then text",
      })
  void parse_ofAnythingElse_isNoRecord(String message) {
    assertThat(ShimRecord.parse(message)).isEmpty();
  }

  @Test
  void parse_ofNothing_isNoRecord() {
    assertThat(ShimRecord.parse(null)).isEmpty();
  }
}

package dev.workerpool.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RespTest {
  @Test
  void encode_countsBytes_notCharacters() {
    assertThat(new String(Resp.encode("SET", "é"), UTF_8))
        .isEqualTo("*2\r\n$3\r\nSET\r\n$2\r\né\r\n");
  }

  @Test
  void reply_isReadAsWhatItIs() throws IOException {
    assertThat(reply("+PONG\r\n")).isEqualTo("PONG");
    assertThat(reply(":42\r\n")).isEqualTo(42L);
    assertThat(reply("$3\r\na\r\n\r\n")).isEqualTo("a\r\n");
    assertThat(reply("$-1\r\n")).isNull();
    assertThat(reply("*2\r\n:1\r\n$-1\r\n")).isEqualTo(Arrays.asList(1L, null));
  }

  @Test
  void reply_ofAnError_orCutOff_isNone() {
    assertThatIOException().isThrownBy(() -> reply("-ERR no\r\n")).withMessageContaining("ERR no");
    assertThatIOException().isThrownBy(() -> reply("$3\r\nab"));
    assertThatIOException().isThrownBy(() -> reply(""));
  }

  private static Object reply(String text) throws IOException {
    return Resp.reply(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}

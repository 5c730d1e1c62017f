package dev.workerpool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.workerpool.api.ChannelSpec;
import dev.workerpool.channel.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The commands of {@code docs/channel.md}, run one after the other on the channel that it declares.
 */
class ChannelDocTest {
  private static final Path PAGE = Path.of("..", "docs", "channel.md");

  @Test
  void everyCommand_isAnsweredWithoutAProblem() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl here");
    try (RelayInTest relay = new RelayInTest(declared())) {
      Process bash = new ProcessBuilder("bash", "-eu").redirectErrorStream(true).start();
      String script =
          "CHANNEL=http://127.0.0.1:%d%s TOKEN=consumers/pod-1\n%s"
              .formatted(relay.port(), Http.BASE, String.join("", blocks("sh")));
      bash.getOutputStream().write(script.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      bash.getOutputStream().close();
      String out = new String(bash.getInputStream().readAllBytes());
      assertThat(bash.waitFor()).as(out).isZero();
      assertThat(out).doesNotContain("problems/").contains("\"reason\":\"bad input\"", "{}");
    }
  }

  private static Declaration declared() throws IOException {
    var tree = new ObjectMapper(new YAMLFactory()).readTree(blocks("yaml").get(0));
    return Declaration.of(
        new ObjectMapper().treeToValue(tree.at("/spec/channel"), ChannelSpec.class));
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }
}

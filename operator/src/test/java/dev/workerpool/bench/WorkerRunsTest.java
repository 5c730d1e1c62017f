package dev.workerpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkerRunsTest {
  private static final Pattern QUICK = Pattern.compile("(?m)^quick=\\(([^)]*)\\)$");

  @Test
  void measuredRelay_hasTheOptionsOfTheLauncher() throws IOException {
    Matcher quick = QUICK.matcher(Files.readString(Path.of("../workerpool")));
    assertThat(quick.find()).isTrue();
    List<String> options =
        Pattern.compile("\\s+")
            .splitAsStream(quick.group(1))
            .filter(o -> !o.startsWith("-Xshare") && !o.startsWith("-Xlog"))
            .toList();
    assertThat(WorkerRuns.QUICK).isEqualTo(options);
  }
}

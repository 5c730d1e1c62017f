package dev.workerpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperatorProcessTest {

  @Test
  void measuredOperator_hasTheOptionsOfTheChart() throws IOException {
    assertThat(Files.readString(Path.of("../deploy/helm/workerpool/values.yaml")))
        .contains(">-\n    " + String.join("\n    ", OperatorProcess.AS_INSTALLED) + "\n");
  }
}

package dev.workerpool.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden file is read and printed again, byte for byte, by the record it belongs to. */
class WireGoldenTest {
  @ParameterizedTest
  @MethodSource("dev.workerpool.api.wire.Golden#files")
  void everyGoldenFile_readAndPrinted_isItself(Path file) throws IOException {
    String golden = Files.readString(file).strip();
    assertThat(WireJson.write(WireJson.read(golden, Golden.recordOf(file)))).isEqualTo(golden);
  }

  @Test
  void everyRecord_hasAGoldenFile() throws IOException {
    List<Path> files = Golden.files();
    assertThat(Golden.RECORDS.keySet())
        .allSatisfy(
            name ->
                assertThat(files)
                    .anySatisfy(f -> assertThat(f.getFileName().toString()).startsWith(name)));
  }
}

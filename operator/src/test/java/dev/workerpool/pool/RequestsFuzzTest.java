package dev.workerpool.pool;

import dev.workerpool.api.Labels;
import dev.workerpool.fuzz.KeptInputs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists of keys: what people ask by annotations, and what the status says of the past. */
public class RequestsFuzzTest {
  private static final int MOST = 20_000;

  /** Read or told as a fault, and never of more processes than can be. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    var annotations = Map.of(Labels.TERMINATE, text, Labels.KILL, text, Labels.START, text);
    Requests read = Requests.of(new ObjectMetaBuilder().withAnnotations(annotations).build());
    for (Map<String, Integer> list : List.of(read.terminate(), read.start())) {
      if (list.size() > MOST) {
        throw new AssertionError(list.size() + " processes");
      }
    }
    if (!text.isBlank() && read.terminate().isEmpty() && read.faults().isEmpty()) {
      throw new AssertionError("neither read nor told");
    }
    Set<String> keys = Intervals.parse(text);
    if (keys.size() < MOST && !Intervals.parse(Intervals.format(keys)).equals(keys)) {
      throw new AssertionError("other keys: " + Intervals.format(keys));
    }
    Map<String, Integer> counts = Tally.parse(text);
    Tally.format(counts);
  }

  @KeptInputs
  void list_isReadOrTold(byte[] input) {
    fuzzerTestOneInput(input);
  }
}

package dev.workerpool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void format_joinsRunsOfNumbersAndKeepsNames() {
    assertThat(Intervals.format(List.of("main", "3", "1", "2", "5", "my-service")))
        .isEqualTo("1-3,5,main,my-service");
    assertThat(Intervals.format(List.of())).isEmpty();
  }

  @Test
  void parse_isTheInverseOfFormat() {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Set<String> keys = new HashSet<>(Set.of("a-1", "w1"));
      for (int n = 0; n < random.nextInt(40); n++) {
        keys.add(Integer.toString(1 + random.nextInt(60)));
      }
      assertThat(Intervals.parse(Intervals.format(keys))).containsExactlyInAnyOrderElementsOf(keys);
    }
    assertThat(Intervals.parse(null)).isEmpty();
  }

  @Test
  void some_saysHowManyMore() {
    assertThat(Intervals.some(List.of("1", "2", "3", "4"), 3)).isEqualTo("1-3 and 1 more");
  }

  @Test
  void tally_roundTripsAndLeavesZerosOut() {
    assertThat(Tally.format(Map.of("17", 2, "main", 1, "3", 0))).isEqualTo("17=2,main=1");
    assertThat(Tally.parse("17=2,main=1")).isEqualTo(Map.of("17", 2, "main", 1));
    assertThat(Tally.parse("nonsense,a=b")).isEmpty();
    assertThat(Tally.format(Map.of("1", 1, "2", 1, "3", 2, "4", 2, "6", 2, "9", 1, "10", 1)))
        .isEqualTo("1-2=1,3-4=2,6=2,9-10=1");
    var all = new HashMap<String, Integer>();
    IntStream.rangeClosed(1, 10_000).forEach(n -> all.put(Integer.toString(n), 1));
    assertThat(Tally.format(all)).as("a large pool was suspended").isEqualTo("1-10000=1");
    assertThat(Tally.parse("1-10000=1")).isEqualTo(all);
    assertThat(Tally.parse("1-2=1,3-4=2,b-7=2,9-10=1"))
        .isEqualTo(Map.of("1", 1, "2", 1, "3", 2, "4", 2, "b-7", 2, "9", 1, "10", 1));
  }
}

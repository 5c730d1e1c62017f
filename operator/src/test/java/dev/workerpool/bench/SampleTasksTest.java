package dev.workerpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.json.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleTasksTest {
  @Test
  void next_isJsonOfThatSize_andAnotherEachTime() {
    SampleTasks tasks = new SampleTasks(3, 200);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String task = tasks.next();
      assertThat(task).hasSize(200);
      assertThat(Json.read(task)).isInstanceOf(Map.class);
      seen.add(task);
    }
    assertThat(seen).hasSize(1000);
  }
}

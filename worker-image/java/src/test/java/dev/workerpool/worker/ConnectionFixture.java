package dev.workerpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.client.ScriptedRelay;
import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A process's connection to a relay that answers what the test has written down. */
abstract class ConnectionFixture {
  ScriptedRelay relay;
  Connection connection;

  @BeforeEach
  final void connect() throws IOException {
    relay = new ScriptedRelay();
    connection = new Connection(relay.channel());
  }

  @AfterEach
  final void scriptWasPlayed() {
    relay.close();
    assertThat(relay.isUsedUp()).isTrue();
  }

  final <T> Queue<T> queue(String name, Class<T> type) {
    return new Queue<>(connection, name, Codec.of(type));
  }

  final <T extends Request> T sent(int index, Class<T> type) {
    return Json.read(relay.bodies().get(index), type);
  }

  /** The answer to a take: one item under that lease; body: {@code "json":1}, say. */
  static String item(String lease, String body) {
    return "{\"items\":[{\"id\":\"i\",\"lease\":\"" + lease + "\",\"deliveries\":1," + body + "}]}";
  }
}

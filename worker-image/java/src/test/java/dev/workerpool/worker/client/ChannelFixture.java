package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A channel whose relay answers what the test has written down, all of it and nothing else. */
abstract class ChannelFixture {
  ScriptedRelay relay;
  Channel channel;

  @BeforeEach
  final void connect() throws IOException {
    relay = new ScriptedRelay();
    channel = relay.channel();
  }

  @AfterEach
  final void scriptWasPlayed() {
    relay.close();
    assertThat(relay.isUsedUp()).isTrue();
  }

  final Deadline never() {
    return channel.deadline(null);
  }

  final Deadline in(Duration time) {
    return channel.deadline(time);
  }

  /** The body of the request of that number, counted from 0. */
  final <T extends Request> T sent(int index, Class<T> type) {
    return Json.read(relay.bodies().get(index), type);
  }

  static Request.Item item(String text) {
    return new Request.Item(text, null, null);
  }
}

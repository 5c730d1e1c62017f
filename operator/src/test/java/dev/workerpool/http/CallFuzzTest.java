package dev.workerpool.http;

import dev.workerpool.fuzz.KeptInputs;
import dev.workerpool.relay.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Requests of every kind, from the first line to the answer: {@code METHOD PATH?QUERY} below the
 * channel, headers, an empty line, the body. {@code $S}, {@code $L} and {@code $G} stand for a
 * session, a lease and a grant that are there.
 */
public class CallFuzzTest {
  private static final String BASE = "/v1/namespaces/ns/channels/pool";
  private static final SampleChannel CHANNEL = new SampleChannel();
  private static final Routes ROUTES = routes();

  private static Routes routes() {
    FakeRelay relay = new FakeRelay();
    relay.script =
        submission -> {
          relay.submissions.clear();
          relay.futures.clear();
          return CHANNEL.tried(submission.operation());
        };
    return new Routes(ChannelRoutes.of(relay, new FakeCallers()));
  }

  /** An answer, or a problem that isn't the relay's own: anything else is a fault. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf("\n\n");
    String[] head = (headEnd < 0 ? text : text.substring(0, headEnd)).split("\n", -1);
    byte[] body = headEnd < 0 ? new byte[0] : Arrays.copyOfRange(input, headEnd + 2, input.length);
    String[] first = head[0].split(" ", 2);
    String[] target = (first.length < 2 ? "/" : first[1]).split("\\?", 2);
    try {
      Routes.Match match = ROUTES.find(first[0], BASE + target[0]);
      Call call =
          new Call(
              first[0],
              match.path(),
              target.length < 2 ? Map.of() : pairs(target[1].split("&"), "="),
              pairs(Arrays.copyOfRange(head, 1, head.length), ":"),
              named(body));
      Caller caller = new Caller.Worker("ns", "pool", "pool", "pod-1");
      match.route().endpoint().answer(call, caller).join();
    } catch (Problem problem) {
      refuseInternal(problem);
    } catch (CompletionException e) {
      refuseInternal(Problem.from(e));
    }
  }

  private static void refuseInternal(Problem problem) {
    boolean ours = problem.status() >= 500 && problem.status() != 507;
    if (ours || problem.reply().body().length > 8192) {
      throw new AssertionError(problem.body().toString());
    }
  }

  private static Map<String, String> pairs(String[] lines, String between) {
    Map<String, String> all = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(between, 2);
      String value = words.length < 2 ? "" : filled(words[1].strip());
      all.putIfAbsent(words[0].toLowerCase(Locale.ROOT), value);
    }
    return all;
  }

  private static byte[] named(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return filled(text).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String filled(String text) {
    return text.replace("$S", CHANNEL.session)
        .replace("$L", CHANNEL.lease)
        .replace("$G", CHANNEL.grant);
  }

  @KeptInputs
  void request_isAnsweredOrRefused(byte[] input) {
    fuzzerTestOneInput(input);
  }
}

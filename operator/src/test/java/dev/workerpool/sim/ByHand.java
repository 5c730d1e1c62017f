package dev.workerpool.sim;

import java.util.HashMap;
import java.util.Map;

/** What people do to a channel with kubectl. */
final class ByHand {
  private ByHand() {}

  /** Adds a key to the head. */
  static void edit(ApiServer server) {
    if (server.apply(new ApiServer.Get(HeadStore.HEAD)) instanceof ApiServer.Present present) {
      ApiServer.Obj head = present.object();
      Map<String, String> content = new HashMap<>(HeadStore.content(head));
      content.put("note", "seen by a person");
      server.apply(
          new ApiServer.Update(head.name(), head.version(), Map.copyOf(content), head.bytes()));
    }
  }

  static void delete(ApiServer server) {
    server.apply(new ApiServer.Delete(HeadStore.HEAD, null));
  }
}

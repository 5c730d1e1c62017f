package dev.workerpool.sim;

import dev.workerpool.relay.hybrid.MapDraft;
import java.util.HashMap;
import java.util.Map;

/** What people do to a channel with kubectl. */
final class ByHand {
  static final String HEAD = "pool-channel";

  private ByHand() {}

  /** Adds a key to the head. */
  static void edit(ApiServer server) {
    if (server.apply(new ApiServer.Get(HEAD)) instanceof ApiServer.Present present) {
      ApiServer.Obj head = present.object();
      MapDraft draft = (MapDraft) head.content();
      Map<String, String> data = new HashMap<>(draft.data());
      data.put("note", "seen by a person");
      MapDraft edited =
          new MapDraft(
              draft.channel(),
              draft.name(),
              draft.annotations(),
              draft.immutable(),
              data,
              draft.binary());
      server.apply(new ApiServer.Update(HEAD, head.version(), edited, edited.bytes()));
    }
  }

  /** Whether that is the head, and says something. */
  static boolean isHead(ApiServer.Obj object) {
    return object != null
        && object.name().equals(HEAD)
        && ((MapDraft) object.content()).data().containsKey("log.json");
  }

  static void delete(ApiServer server) {
    server.apply(new ApiServer.Delete(HEAD, null));
  }
}

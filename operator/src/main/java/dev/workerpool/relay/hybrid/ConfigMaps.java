package dev.workerpool.relay.hybrid;

import dev.workerpool.relay.PoolChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the API server's ConfigMaps. Each call is sent once, never repeated in here; each
 * returns at once and completes on any thread. Reads are consistent (from etcd, never a cache);
 * they complete exceptionally when the server didn't answer them well.
 */
public interface ConfigMaps {

  /** One object, whole. */
  CompletionStage<Optional<MapObject>> get(String namespace, String name);

  /** One object's metadata, without its data. */
  CompletionStage<Optional<MapMeta>> meta(String namespace, String name);

  /** Metadata of all objects that carry this channel's label and its pool's UID. */
  CompletionStage<List<MapMeta>> list(PoolChannel channel);

  /** Makes an object that is not there yet; {@link Conflict} when it is. */
  CompletionStage<Reply> create(MapDraft draft);

  /**
   * Puts it in place of the one of that resourceVersion; {@link Conflict} when it has another one,
   * {@link Missing} when there is none.
   */
  CompletionStage<Reply> replace(MapDraft draft, String version);

  /**
   * Deletes it if it still has that UID (and that version, where the meta is to be trusted to the
   * letter). {@link Done} also when it is no longer there.
   */
  CompletionStage<Reply> delete(String namespace, MapMeta exactly);

  /** Whether the pool of today is the one of that UID: asked of the server, before a deletion. */
  CompletionStage<Boolean> poolIs(PoolChannel channel);

  /**
   * Tells of each change of the objects that carry this channel's label and its pool's UID: in the
   * order in which the server made them, none of them left out, until it is over.
   *
   * @param after the resourceVersion of one of these objects; what was changed later is told
   * @return ends it; perhaps a last change is told nonetheless
   */
  Runnable watch(PoolChannel channel, String after, Changes changes);

  /** Told one thing at a time, by any thread, which is not to be kept. */
  interface Changes {
    /** The object is new, or another one than before. */
    void changed(MapMeta object);

    /** There is no object of that name any more, or it has lost its labels. */
    void gone(String name);

    /** Nothing more is told; changes may have been missed from now on. */
    void over();
  }

  /** What came of a write. */
  sealed interface Reply {}

  /**
   * It was done.
   *
   * @param meta as it is now; null after a deletion
   */
  record Done(MapMeta meta) implements Reply {}

  /** Another one is there: not done, or done by an earlier attempt. */
  record Conflict() implements Reply {}

  /** There is none. */
  record Missing() implements Reply {}

  /** The server asks for less: not done. */
  record Throttled() implements Reply {}

  /** Time-out, reset, 5xx: it may have been done, or may still be. */
  record Unclear(String why) implements Reply {
    public Unclear {
      Objects.requireNonNull(why);
    }
  }

  /** Refused for good; not done. */
  record Refused(String why) implements Reply {
    public Refused {
      Objects.requireNonNull(why);
    }
  }
}

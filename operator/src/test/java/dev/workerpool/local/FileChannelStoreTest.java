package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelStore.Absent;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChannelStoreTest {
  private static final PoolChannel POOL = new PoolChannel(new ChannelRef("ns", "pool"), "uid-1");

  @TempDir private Path root;
  private FileChannelStore store;
  private int nonces;

  @BeforeEach
  void store() {
    store = new FileChannelStore(root);
  }

  private Commit commit(long epoch, String... records) {
    return new Commit(stamp(epoch), List.of(records), () -> Map.of(), false);
  }

  private Stamp stamp(long epoch) {
    return new Stamp(epoch, "holder-" + epoch, "nonce-" + nonces++);
  }

  private Commit whole(long epoch, String queues) {
    Stamp stamp = stamp(epoch);
    String channel =
        "{\"format\":1,\"epoch\":"
            + epoch
            + ",\"holder\":\""
            + stamp.holder()
            + "\",\"commit\":\""
            + stamp.commit()
            + "\"}";
    Map<String, String> content =
        Map.of(ChannelCodec.CHANNEL, channel, ChannelCodec.QUEUES, queues);
    return new Commit(stamp, List.of(), () -> content, true);
  }

  private Written write(String version, Commit commit) {
    return store.write(POOL, version, commit).toCompletableFuture().join();
  }

  private String written(String version, Commit commit) {
    return ((Committed) write(version, commit)).version();
  }

  private Head load() {
    return (Head) store.load(POOL).toCompletableFuture().join();
  }

  private Path folder() {
    return root.resolve("ns").resolve("pool");
  }

  private Path log() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("log-"))
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void load_ofNothing_isAbsent() {
    assertThat(store.load(POOL).toCompletableFuture().join()).isEqualTo(new Absent());
  }

  @Test
  void written_isLoaded_headAndRecordsInOrder_byAnotherStoreToo() {
    Commit head = whole(1, "line é\n");
    String v1 = written(null, head);
    assertThat(load()).isEqualTo(new Head(v1, head.stamp(), head.content().get(), List.of()));
    String v2 = written(v1, commit(1, "{\"a\":1}", "{\"b\":\"é\"}"));
    Commit last = commit(1, "{\"c\":3}");
    String v3 = written(v2, last);
    store = new FileChannelStore(root);
    assertThat(load().records()).containsExactly("{\"a\":1}", "{\"b\":\"é\"}", "{\"c\":3}");
    assertThat(load().version()).isEqualTo(v3);
    assertThat(load().stamp()).isEqualTo(last.stamp());
  }

  @Test
  void wholeCommit_startsTheLogAnew() throws IOException {
    String v1 = written(null, whole(1, "one\n"));
    String v2 = written(v1, commit(1, "{}"));
    written(v2, whole(1, "two\n"));
    assertThat(load().records()).isEmpty();
    assertThat(load().content()).containsEntry(ChannelCodec.QUEUES, "two\n");
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("head", "lock", "log-2");
    }
  }

  @Test
  void longLog_isReplacedByAHead() throws IOException {
    String version = written(null, whole(1, ""));
    String record = "{\"x\":\"" + "x".repeat(1 << 20) + "\"}";
    Commit head = whole(1, "all\n");
    for (int i = 0; i < 6; i++) {
      Commit both = new Commit(stamp(1), List.of(record), head.content(), false);
      version = written(version, both);
    }
    assertThat(load().content()).containsEntry(ChannelCodec.QUEUES, "all\n");
    assertThat(Files.size(log())).isLessThan(3 << 20);
  }

  @Test
  void cutOffTail_isDropped_atAnyLength() throws IOException {
    String v1 = written(null, whole(1, ""));
    String v2 = written(v1, commit(1, "{\"a\":1}"));
    long whole = Files.size(log());
    written(v2, commit(1, "{\"b\":2}"));
    byte[] log = Files.readAllBytes(log());
    for (int length = (int) whole; length < log.length; length++) {
      Files.write(log(), Arrays.copyOf(log, length));
      store = new FileChannelStore(root);
      assertThat(load().records()).as("cut off at %d", length).containsExactly("{\"a\":1}");
      assertThat(load().version()).isEqualTo(v2);
    }
    String again = written(v2, commit(1, "{\"c\":3}"));
    assertThat(load().records()).containsExactly("{\"a\":1}", "{\"c\":3}");
    assertThat(load().version()).isEqualTo(again);
  }

  @Test
  void tailOfZeros_isDropped() throws IOException {
    String v1 = written(null, whole(1, ""));
    String v2 = written(v1, commit(1, "{\"a\":1}"));
    byte[] log = Files.readAllBytes(log());
    Files.write(log(), Arrays.copyOf(log, log.length + 100));
    assertThat(load().version()).isEqualTo(v2);
  }

  @Test
  void writeAfterATornWrite_goesOnWhereTheLastWholeOneEnded() throws IOException {
    String v1 = written(null, whole(1, ""));
    String v2 = written(v1, commit(1, "{\"a\":1}"));
    Files.writeString(log(), Files.readString(log()) + "0123");
    written(v2, commit(1, "{\"b\":2}"));
    assertThat(load().records()).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void damageInTheMiddle_isUnreadable_notDropped() throws IOException {
    String v1 = written(null, whole(1, ""));
    String v2 = written(v1, commit(1, "{\"a\":1}"));
    written(v2, commit(1, "{\"b\":2}"));
    byte[] log = Files.readAllBytes(log());
    log[20] ^= 1;
    Files.write(log(), log);
    assertThatThrownBy(this::load).hasCauseInstanceOf(UnreadableException.class);
  }

  @Test
  void damagedHead_isUnreadable() throws IOException {
    written(null, whole(1, "some text\n"));
    byte[] head = Files.readAllBytes(folder().resolve("head"));
    head[head.length - 5] ^= 1;
    Files.write(folder().resolve("head"), head);
    assertThatThrownBy(this::load).hasCauseInstanceOf(UnreadableException.class);
  }

  @Test
  void crashBeforeTheRename_leavesTheOldHeadAndItsLog() throws IOException {
    String v1 = written(null, whole(1, "one\n"));
    String v2 = written(v1, commit(1, "{\"a\":1}"));
    Files.writeString(folder().resolve("head.new"), "half");
    Files.writeString(folder().resolve("log-2"), "");
    assertThat(load().version()).isEqualTo(v2);
    assertThat(load().records()).containsExactly("{\"a\":1}");
    written(v2, whole(1, "two\n"));
    assertThat(load().content()).containsEntry(ChannelCodec.QUEUES, "two\n");
  }

  @Test
  void anotherReign_fences() {
    String v1 = written(null, whole(1, ""));
    FileChannelStore other = new FileChannelStore(root);
    Commit claim = whole(2, "");
    assertThat(other.write(POOL, v1, claim).toCompletableFuture().join())
        .isInstanceOf(Committed.class);
    assertThat(write(v1, commit(1, "{}"))).isEqualTo(new Fenced(claim.stamp()));
    assertThat(write(null, whole(1, ""))).isEqualTo(new Fenced(claim.stamp()));
    assertThat(load().records()).isEmpty();
  }

  @Test
  void oldVersionOfTheSameReign_isAnEdit() {
    String v1 = written(null, whole(1, ""));
    String v2 = written(v1, commit(1, "{}"));
    assertThat(write(v1, commit(1, "{}"))).isEqualTo(new Edited(v2));
  }

  @Test
  void repeatOfAWriteThatWasDone_isCommitted() {
    String v1 = written(null, whole(1, ""));
    Commit commit = commit(1, "{}");
    String v2 = written(v1, commit);
    assertThat(write(v1, commit)).isEqualTo(new Committed(v2));
    assertThat(load().records()).hasSize(1);
  }

  @Test
  void headDeleted_isMissing() throws IOException {
    String v1 = written(null, whole(1, ""));
    Files.delete(folder().resolve("head"));
    assertThat(write(v1, commit(1, "{}"))).isEqualTo(new Missing());
    assertThat(written(null, whole(2, "again\n"))).isNotNull();
  }

  @Test
  void folderDeleted_isMissing_andMadeAgain() throws IOException {
    String v1 = written(null, whole(1, ""));
    for (String file : List.of("head", "lock", "log-1")) {
      Files.delete(folder().resolve(file));
    }
    Files.delete(folder());
    assertThat(write(v1, commit(1, "{}"))).isEqualTo(new Missing());
    assertThat(written(null, whole(2, "again\n"))).isNotNull();
  }

  @Test
  void interruptedWrite_hindersNoLaterOne() {
    String v1 = written(null, whole(1, ""));
    String v2 = written(v1, commit(1, "{\"a\":1}"));
    Commit interrupted = commit(1, "{\"b\":2}");
    Thread.currentThread().interrupt();
    assertThat(store.write(POOL, v2, interrupted).toCompletableFuture()).isCompletedExceptionally();
    assertThat(Thread.interrupted()).isTrue();
    String v3 = written(load().version(), interrupted);
    assertThat(written(v3, commit(1, "{\"c\":3}"))).isNotNull();
    assertThat(load().records()).contains("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
  }

  @Test
  void formerLife_isRemoved() {
    written(null, whole(3, "old\n"));
    PoolChannel again = new PoolChannel(POOL.ref(), "uid-2");
    assertThat(store.load(again).toCompletableFuture().join()).isEqualTo(new Absent());
    assertThat(store.load(POOL).toCompletableFuture().join()).isEqualTo(new Absent());
  }

  @Test
  void ioError_failsTheWrite() throws IOException {
    Files.writeString(root.resolve("ns"), "a file where a folder should be");
    assertThatThrownBy(() -> write(null, whole(1, ""))).hasCauseInstanceOf(IOException.class);
  }
}

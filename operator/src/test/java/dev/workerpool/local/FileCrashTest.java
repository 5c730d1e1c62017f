package dev.workerpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelRef;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Head;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.PoolChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files as kill -9 may leave them, at every byte of every write: what was acknowledged is
 * there, and nothing that wasn't attempted; and it goes on from there.
 */
class FileCrashTest {
  private static final PoolChannel POOL = new PoolChannel(new ChannelRef("ns", "pool"), "uid-1");
  private static final int COMMITS = 9;

  @TempDir private Path temporary;

  /** Files by name, as they were between two writes. */
  private record Left(Map<String, byte[]> files) {}

  private Commit commit(int n, boolean whole) {
    Stamp stamp = new Stamp(1, "holder", "nonce-" + n);
    String head = "{\"format\":1,\"epoch\":1,\"holder\":\"holder\",\"commit\":\"nonce-" + n + "\"}";
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      all.append("{\"record\":").append(i).append("}\n");
    }
    Map<String, String> content =
        Map.of(ChannelCodec.CHANNEL, head, ChannelCodec.QUEUES, all.toString());
    List<String> records = whole ? List.of() : List.of("{\"record\":" + n + "}");
    return new Commit(stamp, records, () -> content, whole);
  }

  /** A new head with the first, the fourth and the eighth. */
  private static boolean isWhole(int n) {
    return n == 1 || n % 4 == 0;
  }

  private Left copy(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.toList()) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    }
    return new Left(files);
  }

  /** What may be on disk while the one became the other. */
  private static List<Map<String, byte[]>> between(Left before, Left after) {
    List<Map<String, byte[]>> all = new ArrayList<>();
    Map<String, byte[]> now = new LinkedHashMap<>(before.files());
    all.add(now);
    String log = log(after);
    if (!Arrays.equals(before.files().get("head"), after.files().get("head"))) {
      now = with(now, log, new byte[0]);
      all.add(now);
      for (byte[] prefix : prefixes(new byte[0], after.files().get("head"))) {
        all.add(with(now, "head.new", prefix));
      }
      Map<String, byte[]> renamed = with(now, "head", after.files().get("head"));
      renamed.remove("head.new");
      all.add(renamed);
    } else {
      for (byte[] prefix : prefixes(before.files().get(log), after.files().get(log))) {
        all.add(with(now, log, prefix));
      }
    }
    all.add(after.files());
    return all;
  }

  private static String log(Left files) {
    return files.files().keySet().stream().filter(n -> n.startsWith("log-")).findFirst().get();
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] bytes) {
    Map<String, byte[]> more = new LinkedHashMap<>(files);
    more.put(name, bytes);
    return more;
  }

  private static List<byte[]> prefixes(byte[] from, byte[] to) {
    List<byte[]> all = new ArrayList<>();
    for (int length = from.length; length <= to.length; length++) {
      all.add(Arrays.copyOf(to, length));
    }
    return all;
  }

  @Test
  void killedAtAnyByte_recoversWhatWasAcknowledged_andGoesOn() throws IOException {
    Path root = temporary.resolve("history");
    FileChannelStore store = new FileChannelStore(root);
    Path folder = root.resolve("ns").resolve("pool");
    String version = null;
    Left before = copy(folder);
    int crashes = 0;
    for (int n = 1; n <= COMMITS; n++) {
      version = write(store, version, commit(n, isWhole(n)));
      Left after = copy(folder);
      for (Map<String, byte[]> left : between(before, after)) {
        assertRecovers(left, n - 1, n, crashes++);
      }
      before = after;
    }
    assertThat(crashes).isGreaterThan(800);
  }

  private static String write(FileChannelStore store, String version, Commit commit) {
    return ((Committed) store.write(POOL, version, commit).toCompletableFuture().join()).version();
  }

  private void assertRecovers(Map<String, byte[]> left, int acked, int attempted, int crash)
      throws IOException {
    Path root = temporary.resolve("crash-" + crash);
    Path folder = Files.createDirectories(root.resolve("ns").resolve("pool"));
    for (Map.Entry<String, byte[]> file : left.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    FileChannelStore store = new FileChannelStore(root);
    Head found = store.load(POOL).toCompletableFuture().join() instanceof Head head ? head : null;
    int records = found == null ? 0 : count(found);
    assertThat(records).as("crash %d", crash).isBetween(acked, attempted);
    write(store, found == null ? null : found.version(), commit(records + 1, records == 0));
    Head later = (Head) new FileChannelStore(root).load(POOL).toCompletableFuture().join();
    assertThat(count(later)).isEqualTo(records + 1);
  }

  /** Records in content and log, which must be 1, 2, 3 and so on. */
  private static int count(Head head) {
    List<String> all = new ArrayList<>(head.content().get(ChannelCodec.QUEUES).lines().toList());
    all.addAll(head.records());
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).isEqualTo("{\"record\":" + (i + 1) + "}");
    }
    return all.size();
  }
}

package dev.workerpool.relay.hybrid;

import dev.workerpool.api.Labels;
import dev.workerpool.channel.UnreadableException;
import dev.workerpool.fuzz.KeptInputs;
import dev.workerpool.relay.ChannelStore;
import dev.workerpool.relay.Recovered;
import dev.workerpool.relay.World;
import dev.workerpool.relay.WriteBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;

/**
 * A channel's ConfigMaps, changed by any hand. A line {@code === NAME} begins an object, a line
 * {@code --- FILE} a file of it; one whose name ends with {@code .gz} is zipped. Titles of entries
 * and parts get a good checksum where they say {@code "crc":"CRC"}.
 */
public class StoredFuzzTest {

  /** Loaded and folded, or unreadable; in no time and with no memory to speak of. */
  public static void fuzzerTestOneInput(byte[] input) {
    World world = new World();
    FakeMaps maps = new FakeMaps(world);
    for (String part : ("\n" + text(input)).split("\n=== ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        put(maps, part.substring(0, end), part.substring(end));
      }
    }
    var budget = new WriteBudget(WriteBudget.DEFAULT_BYTES, world.runtime().clock());
    var store = new HybridStore(maps, world.runtime(), HybridStage.SMALL, budget);
    CompletableFuture<ChannelStore.Found> found =
        store.load(HybridStage.POOL).toCompletableFuture();
    world.pass(Duration.ofMinutes(1));
    try {
      if (found.join() instanceof ChannelStore.Head head) {
        Recovered.of(head);
      }
    } catch (UnreadableException expected) {
      return;
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof UnreadableException)) {
        throw e;
      }
    }
  }

  private static void put(FakeMaps maps, String name, String files) {
    Map<String, String> data = new HashMap<>();
    for (String part : files.split("\n--- ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        data.put(part.substring(0, end), part.substring(end + 1));
      }
    }
    String crc = crc(data);
    Map<String, byte[]> binary = new HashMap<>();
    data.replaceAll((file, text) -> text.replace("\"crc\":\"CRC\"", "\"crc\":\"" + crc + "\""));
    data.forEach((file, text) -> binary.put(file, zipped(text)));
    binary.keySet().removeIf(file -> !file.endsWith(".gz"));
    data.keySet().removeAll(binary.keySet());
    Map<String, String> labels =
        Map.of(Labels.CHANNEL, "pool", Labels.POOL_UID, HybridStage.POOL.poolUid());
    MapMeta meta =
        new MapMeta(name, "u", "" + name.hashCode(), HybridStage.POOL.poolUid(), labels, Map.of());
    maps.objects.put(name, new MapObject(meta, data, binary));
  }

  /** As the store sums the texts of an object, without its title. */
  private static String crc(Map<String, String> data) {
    Map<String, String> texts = new HashMap<>();
    data.forEach((file, text) -> texts.put(file.replaceAll("\\.gz$", ""), text));
    texts.remove("entry.json");
    texts.remove("part.json");
    return Packed.crc(texts);
  }

  private static byte[] zipped(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  @KeptInputs
  void stored_isReadOrUnreadable(byte[] input) {
    fuzzerTestOneInput(input);
  }
}

package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.Stamp;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How a channel stands on the server, as far as this relay knows: what the next write follows.
 *
 * @param version the head's resourceVersion
 * @param files the head's
 * @param last the last commit
 * @param next number of the next log entry
 * @param entries in the log since the checkpoint
 * @param logBytes of these
 * @param checkpointBytes that the checkpoint took
 * @param objects name → UID of all entries and parts that must be there
 */
record Standing(
    String version,
    LogIndex index,
    Map<String, String> files,
    Stamp last,
    long next,
    long entries,
    long logBytes,
    long checkpointBytes,
    PMap<String, String> objects) {

  /** Nothing but a head whose files are the state. */
  static Standing inline(LogIndex index, Map<String, String> files, Stamp last, long bytes) {
    return new Standing(
        "", index, Map.copyOf(files), last, index.from(), 0, 0, bytes, HashTreePMap.empty());
  }

  Standing at(String headVersion) {
    return new Standing(
        headVersion, index, files, last, next, entries, logBytes, checkpointBytes, objects);
  }

  /** Whether the head that is there is the one we know, untouched. */
  boolean isAt(Optional<MapMeta> head) {
    return head.map(MapMeta::version).filter(this::isAt).isPresent();
  }

  /** The same, of its version; null for none. */
  boolean isAt(String headVersion) {
    return version.equals(headVersion);
  }

  Standing indexed(LogIndex other, Stamp lastCommit, long nextEntry) {
    return new Standing(
        version, other, files, lastCommit, nextEntry, entries, logBytes, checkpointBytes, objects);
  }

  /** With one more entry. */
  Standing with(LogEntry entry, long bytes, MapMeta object) {
    return new Standing(
        version,
        index,
        files,
        entry.stamp(),
        entry.seq() + 1,
        entries + 1,
        logBytes + Spill.entryBytes(bytes, entry.length()),
        checkpointBytes,
        objects.plus(object.name(), object.uid()));
  }

  /** The number of that entry is used up, by somebody else. */
  Standing skipping(long seq) {
    return indexed(index, last, seq + 1);
  }

  /** The whole state stands in the head. */
  boolean readable() {
    return entries == 0 && index.snapshot() == null && index.closed().isEmpty();
  }
}

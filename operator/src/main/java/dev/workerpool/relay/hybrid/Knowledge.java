package dev.workerpool.relay.hybrid;

import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.ChannelStore.Committed;
import dev.workerpool.relay.ChannelStore.Edited;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Missing;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.Commit;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one relay knows of how a channel stands, and what it can't know yet: whether the last write
 * was made. It asks nobody; whoever asks the server tells it what came of that. In a turn, but for
 * what is volatile.
 */
final class Knowledge {
  /** Sets this instance's tokens apart from another's. */
  private final String name;

  private long moves;

  /** Null before the first load, and where nobody knows. */
  private volatile Standing standing;

  /** A head of ours that may or may not have been written. */
  private Standing doubtfulHead;

  /** An entry that may or may not have been made. */
  private LogEntry doubtfulEntry;

  /** Somebody changed something, though this reign goes on: the next write is to be whole. */
  private boolean disturbed;

  /** The relay was told so by the write before. */
  private boolean toldOfIt;

  /** Epoch of the last commit; 0 before the first. */
  private long served;

  private volatile Commit lastCommit;

  /** Not seen to have landed; null for none. */
  private Commit tried;

  private Instant lastCommitAt = Instant.MIN;

  Knowledge(String name) {
    this.name = name;
  }

  /** What the relay names the standing by: another one with each commit, and each look. */
  String token() {
    return name + "-" + moves;
  }

  String moved() {
    moves++;
    return token();
  }

  /** Null where nothing is known to follow. */
  Standing standing() {
    return standing;
  }

  void stands(Standing so) {
    standing = so;
  }

  /** The channel has to be loaded again. */
  void lose() {
    standing = null;
  }

  /** All of it, before a load. */
  void forget() {
    standing = null;
    doubtfulHead = null;
    doubtfulEntry = null;
    disturbed = false;
    lastCommit = null;
    tried = null;
  }

  // The last commit.

  /** That commit is about to be written, perhaps not for the first time. */
  void tries(Commit commit) {
    tried = commit;
  }

  /** The one that has not been seen to have landed; null for none. */
  Commit tried() {
    return tried;
  }

  /** Whether that commit is the last thing that was written. */
  boolean isLast(Commit commit) {
    return standing != null && standing.last().equals(commit.stamp());
  }

  void committed(Commit commit, Instant at) {
    tried = null;
    served = commit.stamp().epoch();
    lastCommit = commit;
    lastCommitAt = at;
  }

  /** The epoch of the last commit, whatever has been loaded since; 0 before the first. */
  long served() {
    return served;
  }

  /** Null before the first since the load. */
  Commit lastCommit() {
    return lastCommit;
  }

  Instant lastCommitAt() {
    return lastCommitAt;
  }

  // What is in doubt.

  /** Whether anything is in doubt; then nothing is judged needless, or missing. */
  boolean inDoubt() {
    return doubtfulHead != null || inDoubtBesideHead();
  }

  /**
   * The same, but for a write of the head, which another one makes an end of. Then the head is not
   * written unasked.
   */
  boolean inDoubtBesideHead() {
    return standing == null || doubtfulEntry != null || disturbed;
  }

  /** That head is about to be written. */
  void triesHead(Standing next) {
    doubtfulHead = next;
  }

  /** Null: none is in doubt. */
  Standing doubtfulHead() {
    return doubtfulHead;
  }

  /** The head says so: an entry in doubt that comes before its log no longer matters. */
  void headMade(Standing made) {
    standing = made;
    doubtfulHead = null;
    if (doubtfulEntry != null && !made.index().counts(doubtfulEntry)) {
      doubtfulEntry = null;
    }
  }

  void headNotMade() {
    doubtfulHead = null;
  }

  /** That entry is about to be made. */
  void triesEntry(LogEntry entry) {
    doubtfulEntry = entry;
  }

  /** Null: none is in doubt. */
  LogEntry doubtfulEntry() {
    return doubtfulEntry;
  }

  /** The entry counts. */
  Written entryMade(LogEntry entry, MapDraft draft, MapMeta made) {
    goOn(so -> so.with(entry, draft.bytes(), made));
    doubtfulEntry = null;
    return new Committed(moved());
  }

  /** What follows the head that is known follows one in doubt as well, should that come through. */
  private void goOn(UnaryOperator<Standing> step) {
    standing = step.apply(standing);
    doubtfulHead = doubtfulHead == null ? null : step.apply(doubtfulHead);
  }

  /** Somebody made an object of that name. Its number is used up. */
  Written entryTaken(LogEntry entry) {
    goOn(so -> so.skipping(entry.seq()));
    doubtfulEntry = null;
    return new Edited(moved());
  }

  /** Past an entry that may still come through: it must not count beside what contains it. */
  long nextFrom() {
    return doubtfulEntry == null ? standing.next() : standing.next() + 1;
  }

  // What others did.

  /** What is there isn't what should be. */
  void disturb() {
    disturbed = true;
  }

  /** Whether the relay is to be told that it was disturbed. */
  boolean takeNews() {
    boolean news = disturbed && !toldOfIt;
    disturbed = false;
    // Told twice in a row it would be sent again for ever, while a write of the head is in doubt.
    toldOfIt = news;
    return news;
  }

  /**
   * What it means that the head has another version.
   *
   * @return null: nothing, only its metadata were touched
   */
  Written meaning(Optional<HeadDoc> found) {
    if (found.isEmpty()) {
      return new Missing();
    }
    return holds(found.get()) ? null : foreign(found.get());
  }

  /** Whether the head is the one we know, at whichever version. */
  boolean holds(HeadDoc doc) {
    boolean ours = doc.holds(standing.files(), standing.index());
    standing = ours ? standing.at(doc.version()) : standing;
    return ours;
  }

  /** Another head is there than the one we know. */
  Written foreign(HeadDoc doc) {
    Stamp by = doc.by();
    boolean theirs = by.epoch() > 0 && !by.holder().equals(standing.index().by().holder());
    if (theirs && by.epoch() >= standing.index().by().epoch()) {
      return new Fenced(by);
    }
    // A person, who leaves our reign in place, puts an old head back, or makes it unreadable; or a
    // head of ours that nobody heard of, in place of one that was deleted.
    standing = standing.at(doc.version());
    return new Edited(moved());
  }
}

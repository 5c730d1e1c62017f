package dev.workerpool.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * What a run shows: the lines of every process, each whole and behind its process's name, and one
 * line of progress below them on a terminal. Safe for any thread.
 */
final class Output {
  private static final int CHUNK = 8192;

  /** A line longer than this is shown in pieces. */
  private static final int MAX_LINE = 1 << 20;

  private static final int STACK_BYTES = 128 * 1024;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream out;
  private final PrintStream err;
  private final Prefixes prefixes;
  private final boolean interactive;
  private boolean progressShown;

  /**
   * @param interactive whether a person looks at {@code err}
   */
  Output(PrintStream out, PrintStream err, Prefixes prefixes, boolean interactive) {
    this.out = out;
    this.err = err;
    this.prefixes = prefixes;
    this.interactive = interactive;
  }

  /** Shows what that process writes; completes when both its streams have ended. */
  CompletableFuture<Void> attach(String name, Process process) {
    return CompletableFuture.allOf(
        pump(process.getInputStream(), out, prefixes.onOut(name), name),
        pump(process.getErrorStream(), err, prefixes.onErr(name), name));
  }

  private CompletableFuture<Void> pump(
      InputStream from, PrintStream to, byte[] prefix, String name) {
    var done = new CompletableFuture<Void>();
    Runnable copying =
        () -> {
          try (from) {
            copy(from, to, prefix);
          } catch (IOException closed) {
            // the process is gone, and its pipe with it
          } finally {
            done.complete(null);
          }
        };
    Thread thread = new Thread(null, copying, "output of " + name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private void copy(InputStream from, PrintStream to, byte[] prefix) throws IOException {
    byte[] chunk = new byte[CHUNK];
    var line = new ByteArrayOutputStream();
    var whole = new ByteArrayOutputStream();
    int length;
    while ((length = from.read(chunk)) >= 0) {
      for (int i = 0; i < length; i++) {
        if (chunk[i] == '\n' || line.size() >= MAX_LINE) {
          append(whole, prefix, line);
        }
        if (chunk[i] != '\n') {
          line.write(chunk[i]);
        }
      }
      show(to, whole);
    }
    if (line.size() > 0) {
      append(whole, prefix, line);
      show(to, whole);
    }
  }

  private static void append(
      ByteArrayOutputStream whole, byte[] prefix, ByteArrayOutputStream line) {
    whole.writeBytes(prefix);
    whole.writeBytes(line.toByteArray());
    whole.write('\n');
    line.reset();
  }

  private synchronized void show(PrintStream to, ByteArrayOutputStream lines) {
    if (lines.size() > 0) {
      eraseProgress();
      to.write(lines.toByteArray(), 0, lines.size());
      to.flush();
      lines.reset();
    }
  }

  /** A line about a process, among what it writes to stderr. */
  void complain(String name, String what) {
    var line = new ByteArrayOutputStream();
    line.writeBytes(what.getBytes(StandardCharsets.UTF_8));
    var whole = new ByteArrayOutputStream();
    append(whole, prefixes.onErr(name), line);
    show(err, whole);
  }

  /** A line of our own, to stderr. */
  synchronized void say(String what) {
    eraseProgress();
    err.println("workerpool: " + what);
    err.flush();
  }

  /** Text of our own, to stdout. */
  synchronized void print(String text) {
    eraseProgress();
    out.print(text);
    out.flush();
  }

  /** Whether a person looks on, who wants to see where we are. */
  boolean interactive() {
    return interactive;
  }

  /** Shows where we are, in place of what was shown before; on a terminal only. */
  synchronized void progress(String text) {
    if (interactive) {
      err.print(ERASE_LINE + text);
      err.flush();
      progressShown = true;
    }
  }

  private void eraseProgress() {
    if (progressShown) {
      err.print(ERASE_LINE);
      err.flush();
      progressShown = false;
    }
  }
}

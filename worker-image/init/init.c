/*
 * init: the first process of a worker's container.
 *
 *   init [--record FILE] [--setsid] [--kill-group] [--with-parent PID] -- COMMAND [ARG…]
 *   init --install DIR
 *
 * Runs COMMAND as its child, forwards signals to it, reaps whatever process is handed to it, and when
 * the child has ended writes how to the record as its last line, after what the child has written there:
 *
 *   {"workerpool":1,"exit":3}                   the child returned or called exit(3)
 *   {"workerpool":1,"signal":9}                 the child was killed by signal 9
 *   {"workerpool":1,"exit":143,"forwarded":15}  and this was the terminating signal passed on that it
 *                                               answers, or else the last one
 *
 * --setsid gives the child a session of its own; --kill-group kills, after its end, all that it left
 * behind; --with-parent kills it within a second of PID no longer being our parent (local mode's JVM
 * was killed), and at once when we are killed ourselves.
 *
 * Signals go to the child alone, not to its process group: it decides what becomes of its own children
 * (a worker may let its current command finish).
 *
 * It then exits as a shell would: n, 128 + signal, 127 when there is no such command, 126 when it
 * can't be executed. A container's exit code alone can't tell `exit 137` from SIGKILL; the record can.
 *
 * Files, each knowing only those after it: init; child, install; family, record; signals, log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "install.h"
#include "log.h"

#define BAD_USAGE 2
#define DEFAULT_RECORD "/dev/termination-log"

static int usage(void) {
  fprintf(stderr,
          "usage: init [--record FILE] [--setsid] [--kill-group] [--with-parent PID] -- COMMAND [ARG...]\n"
          "       init --install DIR\n");
  return BAD_USAGE;
}

int main(int argc, char **argv) {
  struct options options = {.record = getenv("WORKERPOOL_TERMINATION_LOG")};
  if (!options.record || !*options.record) options.record = DEFAULT_RECORD;
  if (argc == 3 && strcmp(argv[1], "--install") == 0) return install(argv[0], argv[2]);

  int i = 1;
  for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
    if (strcmp(argv[i], "--record") == 0 && i + 1 < argc) options.record = argv[++i];
    else if (strcmp(argv[i], "--setsid") == 0) options.setsid = 1;
    else if (strcmp(argv[i], "--kill-group") == 0) options.kill_family = 1;
    else if (strcmp(argv[i], "--with-parent") == 0 && i + 1 < argc) options.parent = (pid_t)atoi(argv[++i]);
    else return usage();
  }
  if (i + 1 >= argc) return usage();
  options.command = argv + i + 1;
  log_open();
  return supervise(&options);
}

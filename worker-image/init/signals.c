/*
 * No signal handlers: all signals are blocked and fetched one by one, so nothing is ever interrupted
 * between two steps. (A blocked signal is kept even for PID 1, which otherwise ignores every signal
 * that it has no handler for.)
 *
 * The kernel is asked directly: C libraries keep the first realtime signals to themselves (musl 32 to
 * 34), and leave them out of their sets. 34 is SIGRTMIN of a program made with glibc.
 */
#define _GNU_SOURCE
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SIGNALS 64

typedef unsigned char kernel_set[SIGNALS / 8];

static void set_mask(unsigned char bits) {
  kernel_set set;
  memset(set, bits, sizeof set);
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, set, NULL, sizeof set);
}

void block_signals(void) { set_mask(0xff); }

void release_signals(void) { set_mask(0); }

void reset_signals(void) {
  for (int number = 1; number <= SIGNALS; number++)
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
}

int next_signal(int milliseconds) {
  const struct timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  kernel_set all;
  memset(all, 0xff, sizeof all);
  long got = syscall(SYS_rt_sigtimedwait, all, NULL, milliseconds < 0 ? NULL : &limit, sizeof all);
  return got > 0 ? (int)got : 0;
}

int is_own(int number) {
  /* A fault of our own (SIGSEGV, …) is never fetched: the kernel kills us. One that is was sent. */
  return number == SIGCHLD || number == SIGPIPE || number == SIGTTIN || number == SIGTTOU;
}

int terminates(int number) {
  static const int others[] = {SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (others[i] == number) return 0;
  return 1;
}

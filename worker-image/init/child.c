/* The worker: starting it, passing signals on to it, telling how it ended. */
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "family.h"
#include "log.h"
#include "record.h"
#include "signals.h"

#define NOT_EXECUTABLE 126
#define NOT_FOUND 127
#define NONCE_BYTES 16
#define PARENT_CHECK_MILLISECONDS 1000

/* A nonce for the container's life: `worker` commands of one process find each other's session by it. */
static void set_nonce(void) {
  static char variable[] = "WORKERPOOL_NONCE=................................";
  unsigned char bytes[NONCE_BYTES];
  int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  ssize_t got = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
  if (fd >= 0) close(fd);
  if (got != (ssize_t)sizeof bytes) {
    complain("/dev/urandom");
    return;
  }
  char *hex = strchr(variable, '=') + 1;
  for (int i = 0; i < NONCE_BYTES; i++) snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
  putenv(variable);
}

/* An executable text without `#!` is a shell's script: execvp() of some C libraries knows, of others not. */
static void run_script(char **command) {
  int words = 0;
  while (command[words]) words++;
  char **shell = calloc(words + 2, sizeof *shell);
  if (!shell) return;
  shell[0] = "sh";
  memcpy(shell + 1, command, (words + 1) * sizeof *shell);
  execv("/bin/sh", shell);
  errno = ENOEXEC;
}

/* As a shell: 127 when there is no such command, 126 when it can't be executed. */
static int refusal(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG ? NOT_FOUND
                                                                                       : NOT_EXECUTABLE;
}

/* The child leads its own process group, and has the terminal if we had it: ^C comes to it once. */
static void run_command(const struct options *options, int has_terminal) {
  if (options->setsid) {
    setsid();
  } else {
    setpgid(0, 0);
    if (has_terminal) tcsetpgrp(STDIN_FILENO, getpgrp());
  }
  if (options->parent) prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL); /* nor may it outlive us */
  log_line(LEVEL_INFO, "child process calling self.run()");
  release_signals();
  execvp(options->command[0], options->command);
  if (errno == ENOEXEC && strchr(options->command[0], '/')) run_script(options->command);
  _exit(refusal(complain(options->command[0])));
}

/* Passes a signal on; returns it if it ends a process by default, else 0. */
static int forward(pid_t child, int number, const struct options *options, int has_terminal) {
  int sent = number;
  /* The kernel ignores SIGTSTP where no shell could continue the process: in a session of its own. */
  if (number == SIGTSTP && options->setsid) sent = SIGSTOP;
  if (number == SIGCONT && has_terminal && tcgetpgrp(STDIN_FILENO) == getpgrp()) tcsetpgrp(STDIN_FILENO, child);
  log_line(LEVEL_DEBUG, "passing signal %d on", number);
  return kill(child, sent) == 0 && terminates(number) ? number : 0;
}

/* Signals that were passed on and end a process by default: all of them as bits, and the last one. */
struct passed {
  unsigned long long all;
  int last;
};

/* The signal that the end answers: exit 128 + n that of number n, if that was among them; else the last one. */
static int answered(int status, const struct passed *passed) {
  int number = WIFEXITED(status) ? WEXITSTATUS(status) - 128 : 0;
  return number > 0 && number <= 64 && passed->all >> (number - 1) & 1 ? number : passed->last;
}

/*
 * Passes signals on until `child` has ended; returns its wait status.
 * Whoever stops the child by us, or at our terminal, shall see us stopped too (a shell's `fg` then continues both); but
 * not PID 1, which can't be stopped, nor under local mode, which watches us.
 */
static int watch(pid_t child, const struct options *options, int has_terminal, struct passed *passed) {
  int status = 0, stopped = 0, follows = has_terminal;
  int alone = getpid() == 1 || options->parent;
  while (!reap(child, &status, alone ? NULL : &stopped)) {
    if (stopped && follows) raise(SIGSTOP);
    stopped = 0;
    int got = next_signal(options->parent ? PARENT_CHECK_MILLISECONDS : -1);
    if (got && !is_own(got)) {
      int ends = forward(child, got, options, has_terminal);
      if (ends) *passed = (struct passed){passed->all | 1ULL << (ends - 1), ends};
      follows |= got == SIGTSTP;
    }
    if (options->parent && getppid() != options->parent) kill(child, SIGKILL);
  }
  return status;
}

/* As Python tells it: -N for signal N, also of a runtime that catches N and exits with 128 + N. */
static int exitcode(int status, int forwarded) {
  if (WIFSIGNALED(status)) return -WTERMSIG(status);
  return forwarded && WEXITSTATUS(status) == 128 + forwarded ? -forwarded : WEXITSTATUS(status);
}

int supervise(const struct options *options) {
  struct passed passed = {0, 0};
  int forwarded = 0, status;
  block_signals();
  reset_signals();
  if (options->setsid) setsid(); /* ^C at the terminal is not for us either */
  int has_terminal = !options->setsid && tcgetpgrp(STDIN_FILENO) == getpgrp();
  adopt_orphans();
  clear_record(options->record);
  set_nonce();

  pid_t child = fork();
  if (child == 0) run_command(options, has_terminal);
  if (child < 0) {
    complain("fork");
    status = NOT_EXECUTABLE << 8; /* as waitpid() would report exit(126) */
  } else {
    status = watch(child, options, has_terminal, &passed);
    forwarded = answered(status, &passed);
    log_line(LEVEL_INFO, "process exiting with exitcode %d", exitcode(status, forwarded));
  }
  write_record(options->record, status, forwarded);
  if (has_terminal) tcsetpgrp(STDIN_FILENO, getpgrp());
  if (options->kill_family) kill_family();
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

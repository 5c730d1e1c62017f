/*
 * init: the first process of a worker's container.
 *
 *   init [--record FILE] [--setsid] [--kill-group] [--with-parent PID] -- COMMAND [ARG…]
 *   init --install DIR
 *
 * Runs COMMAND as its child, forwards signals to it, reaps whatever process is handed to it, and when
 * the child has ended writes how to the record as one line:
 *
 *   {"workerpool":1,"exit":3}                   the child returned or called exit(3)
 *   {"workerpool":1,"signal":9}                 the child was killed by signal 9
 *   {"workerpool":1,"exit":143,"forwarded":15}  and this was the last terminating signal passed on
 *
 * --setsid gives the child a session of its own; --kill-group kills, after its end, all that it left
 * behind; --with-parent kills it within a second of PID no longer being our parent (local mode's JVM
 * was killed), and at once when we are killed ourselves.
 *
 * It then exits as a shell would: n, 128 + signal, 127 when there is no such command, 126 when it
 * can't be executed. A container's exit code alone can't tell `exit 137` from SIGKILL; the record can.
 *
 * No signal handlers: all signals are blocked and fetched by sigtimedwait(), so nothing here is ever
 * interrupted between two steps. (A blocked signal is kept even for PID 1, which otherwise ignores
 * every signal that it has no handler for.)
 */
#define _GNU_SOURCE
#include "init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOT_EXECUTABLE 126
#define NOT_FOUND 127
#define BAD_USAGE 2
#define NONCE_BYTES 16

/* How long --kill-group waits for killed processes to be gone, in tenths of a second. */
#define KILL_ROUNDS 50

struct options {
  const char *record;
  int setsid;
  int kill_group;
  pid_t parent; /* 0: doesn't matter */
  char **command;
};

int complain(const char *what) {
  int error = errno;
  fprintf(stderr, "workerpool-init: %s: %s\n", what, strerror(error));
  return error;
}

static int usage(void) {
  fprintf(stderr,
          "usage: init [--record FILE] [--setsid] [--kill-group] [--with-parent PID] -- COMMAND [ARG...]\n"
          "       init --install DIR\n");
  return BAD_USAGE;
}

/* ---- the record ---------------------------------------------------------------------------- */

/* Opens the record empty. O_CREAT only where it is missing: under a read-only root the file is there. */
static int open_record(const char *path) {
  int flags = O_WRONLY | O_TRUNC | O_CLOEXEC;
  int fd = open(path, flags);
  if (fd < 0 && errno == ENOENT) fd = open(path, flags | O_CREAT, 0644);
  return fd;
}

/* A reader must never take a former life's record for this one's. */
static void clear_record(const char *path) {
  int fd = open_record(path);
  if (fd < 0) complain(path);
  else close(fd);
}

static void write_record(const char *path, int status, int forwarded) {
  char line[96];
  int length = snprintf(line, sizeof line, "{\"workerpool\":1,\"%s\":%d",
                        WIFSIGNALED(status) ? "signal" : "exit",
                        WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  if (forwarded)
    length += snprintf(line + length, sizeof line - length, ",\"forwarded\":%d", forwarded);
  length += snprintf(line + length, sizeof line - length, "}\n");
  int fd = open_record(path);
  if (fd < 0) {
    complain(path);
    return;
  }
  if (write(fd, line, length) != length) complain(path);
  close(fd);
}

/* ---- the child ----------------------------------------------------------------------------- */

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

/* Signals inherited as ignored or blocked would make a worker deaf to terminate. */
static void reset_signals(void) {
  for (int signal_number = 1; signal_number < NSIG; signal_number++)
    if (signal_number != SIGKILL && signal_number != SIGSTOP) signal(signal_number, SIG_DFL);
}

/* The child leads its own process group, and has the terminal if we had it: ^C comes to it once. */
static void run_command(const struct options *options) {
  sigset_t none;
  if (options->setsid) {
    setsid();
  } else {
    int had_terminal = tcgetpgrp(STDIN_FILENO) == getpgrp();
    setpgid(0, 0);
    if (had_terminal) tcsetpgrp(STDIN_FILENO, getpgrp());
  }
  if (options->parent) prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL); /* nor may it outlive us */
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execvp(options->command[0], options->command);
  _exit(complain(options->command[0]) == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

/* ---- signals ------------------------------------------------------------------------------- */

/* Signals that are about ourselves (our children, our writes, our terminal) or are our own faults. */
static int is_own(int signal_number) {
  static const int own[] = {SIGCHLD, SIGPIPE, SIGTTIN, SIGTTOU, SIGSEGV, SIGBUS,
                            SIGFPE,  SIGILL,  SIGTRAP, SIGSYS,  SIGABRT};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (own[i] == signal_number) return 1;
  return 0;
}

/* Whether the signal's default action ends a process. */
static int terminates(int signal_number) {
  return signal_number != SIGCONT && signal_number != SIGWINCH && signal_number != SIGURG &&
         signal_number != SIGTSTP;
}

/* Reaps all that have ended. Returns 1 when `child` was among them, its status in *status. */
static int reap(pid_t child, int *status) {
  int ended = 0, one;
  pid_t pid;
  while ((pid = waitpid(-1, &one, WNOHANG)) > 0)
    if (pid == child) {
      *status = one;
      ended = 1;
    }
  return ended;
}

/* Forwards signals until `child` has ended; returns its wait status. */
static int watch(pid_t child, const struct options *options, const sigset_t *signals,
                 int *forwarded) {
  const struct timespec second = {1, 0};
  int status = 0;
  while (!reap(child, &status)) {
    int got = options->parent ? sigtimedwait(signals, NULL, &second) : sigwaitinfo(signals, NULL);
    if (got > 0 && !is_own(got) && kill(child, got) == 0 && terminates(got)) *forwarded = got;
    if (options->parent && getppid() != options->parent) kill(child, SIGKILL);
  }
  return status;
}

/* ---- the end ------------------------------------------------------------------------------- */

/* Sends SIGKILL to each of our own children; returns how many there are. */
static int kill_children(void) {
  int count = 0;
  DIR *proc = opendir("/proc");
  if (!proc) return 0;
  for (struct dirent *entry; (entry = readdir(proc));) {
    char path[64], stat[512];
    pid_t pid = (pid_t)atoi(entry->d_name);
    if (pid <= 0) continue;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ssize_t length = read(fd, stat, sizeof stat - 1);
    close(fd);
    if (length <= 0) continue;
    stat[length] = 0;
    /* pid (name) state ppid …: a name may hold anything, so look for its last parenthesis */
    char *after = strrchr(stat, ')'), state;
    int ppid;
    if (after && sscanf(after + 1, " %c %d", &state, &ppid) == 2 && ppid == getpid()) {
      kill(pid, SIGKILL);
      count++;
    }
  }
  closedir(proc);
  return count;
}

/*
 * Kills what the child left behind, as a pod's end would. Whoever loses its parent becomes our child
 * (we are a subreaper), so killing children round by round reaches every descendant, and never a
 * stranger: a child's pid can't be reused before we have reaped it.
 */
static void kill_group(const sigset_t *signals) {
  const struct timespec tenth = {0, 100 * 1000 * 1000};
  int status;
  reap(-1, &status);
  for (int round = 0; round < KILL_ROUNDS && kill_children() > 0; round++) {
    sigtimedwait(signals, NULL, &tenth);
    reap(-1, &status);
  }
}

static int shell_status(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int supervise(const struct options *options) {
  sigset_t all;
  int forwarded = 0, status;

  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  reset_signals();
  if (options->setsid) setsid(); /* ^C at the terminal is not for us either */
  if (getpid() != 1) prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
  clear_record(options->record);
  set_nonce();

  pid_t child = fork();
  if (child == 0) run_command(options);
  if (child < 0) {
    complain("fork");
    status = NOT_EXECUTABLE << 8; /* as waitpid() would report exit(126) */
  } else {
    status = watch(child, options, &all, &forwarded);
  }
  write_record(options->record, status, forwarded);
  if (options->kill_group) kill_group(&all);
  return shell_status(status);
}

int main(int argc, char **argv) {
  struct options options = {.record = getenv("WORKERPOOL_TERMINATION_LOG")};
  if (!options.record || !*options.record) options.record = "/dev/termination-log";
  if (argc == 3 && strcmp(argv[1], "--install") == 0) return install(argv[0], argv[2]);

  int i = 1;
  for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
    if (strcmp(argv[i], "--record") == 0 && i + 1 < argc) options.record = argv[++i];
    else if (strcmp(argv[i], "--setsid") == 0) options.setsid = 1;
    else if (strcmp(argv[i], "--kill-group") == 0) options.kill_group = 1;
    else if (strcmp(argv[i], "--with-parent") == 0 && i + 1 < argc) options.parent = (pid_t)atoi(argv[++i]);
    else return usage();
  }
  if (i + 1 >= argc) return usage();
  options.command = argv + i + 1;
  return supervise(&options);
}

/* Our children: those that we started, and those that were handed to us. */
#define _GNU_SOURCE
#include "family.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "signals.h"

/* How long we wait for killed processes to be gone: rounds of a tenth of a second. */
#define KILL_ROUNDS 50
#define ROUND_MILLISECONDS 100

void adopt_orphans(void) {
  if (getpid() != 1) prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
}

int reap(pid_t child, int *status, int *stopped) {
  int ended = 0, one;
  pid_t pid;
  while ((pid = waitpid(-1, &one, stopped ? WNOHANG | WUNTRACED : WNOHANG)) > 0) {
    if (pid != child) continue;
    if (WIFSTOPPED(one)) {
      *stopped = 1;
    } else {
      *status = one;
      ended = 1;
    }
  }
  return ended;
}

/* The parent of a process; 0 where it can't be told. */
static pid_t parent_of(pid_t pid) {
  char path[64], stat[512], state;
  int parent;
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t length = read(fd, stat, sizeof stat - 1);
  close(fd);
  if (length <= 0) return 0;
  stat[length] = 0;
  /* pid (name) state ppid …: a name may hold anything, so look for its last parenthesis */
  char *after = strrchr(stat, ')');
  return after && sscanf(after + 1, " %c %d", &state, &parent) == 2 ? parent : 0;
}

/* Sends SIGKILL to each of our own children; returns how many there are. */
static int kill_children(void) {
  int count = 0;
  DIR *proc = opendir("/proc");
  if (!proc) return 0;
  for (struct dirent *entry; (entry = readdir(proc));) {
    pid_t pid = (pid_t)atoi(entry->d_name);
    if (pid <= 0 || parent_of(pid) != getpid()) continue;
    kill(pid, SIGKILL);
    count++;
  }
  closedir(proc);
  return count;
}

void kill_family(void) {
  int status;
  reap(-1, &status, NULL);
  for (int round = 0; round < KILL_ROUNDS && kill_children() > 0; round++) {
    next_signal(ROUND_MILLISECONDS);
    reap(-1, &status, NULL);
  }
}

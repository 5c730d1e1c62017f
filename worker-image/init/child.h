#ifndef WORKERPOOL_CHILD_H
#define WORKERPOOL_CHILD_H

#include <sys/types.h>

struct options {
  const char *record;
  int setsid;
  int kill_family;
  pid_t parent; /* 0: doesn't matter */
  char **command;
};

/* Runs the command as a child until it has ended; returns what to exit with. */
int supervise(const struct options *options);

#endif

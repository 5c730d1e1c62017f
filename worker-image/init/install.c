/* init --install DIR: how an init container hands the shim to the worker's container. */
#define _GNU_SOURCE
#include "install.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

static int copy(int from, int to) {
  char buffer[65536];
  ssize_t length;
  while ((length = read(from, buffer, sizeof buffer)) > 0)
    for (ssize_t done = 0; done < length;) {
      ssize_t wrote = write(to, buffer + done, length - done);
      if (wrote < 0) return -1;
      done += wrote;
    }
  return length < 0 ? -1 : 0;
}

int install(const char *self, const char *directory) {
  char path[4096], temporary[4096];
  if (snprintf(path, sizeof path, "%s/init", directory) >= (int)sizeof path ||
      snprintf(temporary, sizeof temporary, "%s/.init-%d", directory, (int)getpid()) >=
          (int)sizeof temporary) {
    errno = ENAMETOOLONG;
    complain(directory);
    return 1;
  }
  int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (from < 0) from = open(self, O_RDONLY | O_CLOEXEC);
  if (from < 0) {
    complain(self);
    return 1;
  }
  int to = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
  /* fchmod: the umask must not take away others' right to execute it */
  if (to < 0 || copy(from, to) < 0 || fchmod(to, 0755) < 0 || close(to) < 0 ||
      rename(temporary, path) < 0) {
    complain(path);
    unlink(temporary);
    return 1;
  }
  return 0;
}

/* The record: one line in the container's termination log that tells how the worker ended. */
#define _GNU_SOURCE
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"

/* Opens the record empty. O_CREAT only where it is missing: under a read-only root the file is there. */
static int open_record(const char *path) {
  int flags = O_WRONLY | O_TRUNC | O_CLOEXEC;
  int fd = open(path, flags);
  if (fd < 0 && errno == ENOENT) fd = open(path, flags | O_CREAT, 0644);
  if (fd < 0) complain(path);
  return fd;
}

void clear_record(const char *path) {
  int fd = open_record(path);
  if (fd >= 0) close(fd);
}

void write_record(const char *path, int status, int forwarded) {
  char line[96];
  int killed = WIFSIGNALED(status);
  int length = snprintf(line, sizeof line, "{\"workerpool\":1,\"%s\":%d", killed ? "signal" : "exit",
                        killed ? WTERMSIG(status) : WEXITSTATUS(status));
  if (forwarded) length += snprintf(line + length, sizeof line - length, ",\"forwarded\":%d", forwarded);
  length += snprintf(line + length, sizeof line - length, "}\n");
  int fd = open_record(path);
  if (fd < 0) return;
  if (write(fd, line, length) != length) complain(path);
  close(fd);
}

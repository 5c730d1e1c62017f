/* The record: the last line of the container's termination log, which tells how the worker ended. */
#define _GNU_SOURCE
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"

/*
 * Of the worker's own words, the last so many bytes. The kubelet reads the last 4 KiB of the file, and cuts the message
 * of each of a pod's n containers to 12 KiB / n: of a dozen containers the record is still whole.
 */
#define KEPT 900
#define LONGEST_RECORD 96

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

/* What the worker itself has written there, its end at least, with a line break; how many bytes that is. */
static int own_words(const char *path, char *words) {
  struct stat file;
  ssize_t got = 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return 0;
  if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode))
    got = pread(fd, words, KEPT, file.st_size > KEPT ? file.st_size - KEPT : 0);
  close(fd);
  if (got <= 0) return 0;
  int begin = 0; /* not in the middle of a character of UTF-8 */
  while (file.st_size > KEPT && begin < got && (words[begin] & 0xc0) == 0x80) begin++;
  memmove(words, words + begin, got -= begin);
  if (got > 0 && words[got - 1] != '\n') words[got++] = '\n';
  return got;
}

void write_record(const char *path, int status, int forwarded) {
  char text[KEPT + 1 + LONGEST_RECORD];
  int length = own_words(path, text), killed = WIFSIGNALED(status);
  length += snprintf(text + length, LONGEST_RECORD, "{\"workerpool\":1,\"%s\":%d", killed ? "signal" : "exit",
                     killed ? WTERMSIG(status) : WEXITSTATUS(status));
  if (forwarded) length += snprintf(text + length, LONGEST_RECORD / 2, ",\"forwarded\":%d", forwarded);
  length += snprintf(text + length, 3, "}\n");
  int fd = open_record(path);
  if (fd < 0) return;
  if (write(fd, text, length) != length) complain(path);
  close(fd);
}

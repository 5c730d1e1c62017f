/* What people read on stderr: complaints, and the log that WORKERPOOL_LOG_LEVEL asks for. */
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int threshold; /* 0: log nothing */
static const char *process = "MainProcess";

/* One write() a line, so that lines of several writers don't mix. */
static void print(const char *line, int length, size_t size) {
  if (length < 0) return;
  if ((size_t)length >= size) length = size - 1;
  ssize_t ignored = write(STDERR_FILENO, line, length);
  (void)ignored;
}

int complain(const char *what) {
  int error = errno;
  char line[1024];
  print(line, snprintf(line, sizeof line, "workerpool-init: %s: %s\n", what, strerror(error)), sizeof line);
  return error;
}

/* A level's number; 0 for off, -1 for what is no level. */
static int level_of(const char *text) {
  static const struct { const char *name; int level; } names[] = {
      {"NOTSET", 0}, {"OFF", 0}, {"SUBDEBUG", 5}, {"DEBUG", 10}, {"INFO", 20},
      {"SUBWARNING", 25}, {"WARN", 30}, {"WARNING", 30}, {"ERROR", 40}, {"CRITICAL", 50}, {"FATAL", 50}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcasecmp(text, names[i].name) == 0) return names[i].level;
  char *end;
  long number = strtol(text, &end, 10);
  return *text && !*end && number >= 0 && number <= 1000 ? (int)number : -1;
}

void log_open(void) {
  const char *text = getenv("WORKERPOOL_LOG_LEVEL"), *name = getenv("WORKERPOOL_PROCESS");
  if (name && *name) process = name;
  if (!text || !*text) return;
  threshold = level_of(text);
  if (threshold < 0) {
    char line[1024];
    print(line, snprintf(line, sizeof line, "workerpool-init: WORKERPOOL_LOG_LEVEL is no level: %s\n", text), sizeof line);
    threshold = 0;
  }
}

void log_line(int level, const char *format, ...) {
  char message[512], line[1024];
  va_list arguments;
  if (!threshold || level < threshold) return;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  int length = snprintf(line, sizeof line, "[%s/%s] %s\n", level >= LEVEL_INFO ? "INFO" : "DEBUG", process, message);
  print(line, length, sizeof line);
}

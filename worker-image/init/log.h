#ifndef WORKERPOOL_LOG_H
#define WORKERPOOL_LOG_H

/* Levels as Python's logging counts them. */
#define LEVEL_DEBUG 10
#define LEVEL_INFO 20

/* Says on stderr what errno says about `what`; returns errno. */
int complain(const char *what);

/* Reads from the environment at which level log_line() prints (WORKERPOOL_LOG_LEVEL, a name or a number;
   unset: nothing) and under which name (WORKERPOOL_PROCESS). */
void log_open(void);

/* Prints `[LEVEL/process name] message` to stderr, as multiprocessing's log_to_stderr() does, if asked for. */
__attribute__((format(printf, 2, 3))) void log_line(int level, const char *format, ...);

#endif

#ifndef WORKERPOOL_RECORD_H
#define WORKERPOOL_RECORD_H

/* Empties the record: a reader must never take a former life's for this one's. */
void clear_record(const char *path);

/*
 * Writes how the child ended: `status` as waitpid() tells it, `forwarded` the terminating signal passed on that it
 * answers, else the last one, or 0. What the worker has written there itself stays before it.
 */
void write_record(const char *path, int status, int forwarded);

#endif

#ifndef WORKERPOOL_INIT_H
#define WORKERPOOL_INIT_H

/* Says on stderr what errno says about `what`; returns errno. */
int complain(const char *what);

/* Copies this program to DIR/init, whole or not at all; repeating it does no harm. Returns an exit status. */
int install(const char *self, const char *directory);

#endif

#ifndef WORKERPOOL_INSTALL_H
#define WORKERPOOL_INSTALL_H

/* Copies this program to DIR/init, whole or not at all; repeating it does no harm. Returns an exit status. */
int install(const char *self, const char *directory);

#endif

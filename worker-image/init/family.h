#ifndef WORKERPOOL_FAMILY_H
#define WORKERPOOL_FAMILY_H

#include <sys/types.h>

/* Makes us the parent of whoever loses its own. PID 1 is that anyway. */
void adopt_orphans(void);

/*
 * Reaps all that have ended. Returns 1 when `child` was among them, its status in *status. Sets *stopped (unless NULL)
 * when `child` was seen to have been stopped.
 */
int reap(pid_t child, int *status, int *stopped);

/*
 * Kills what the child left behind, as a pod's end would. Orphans become our children, so killing children round by
 * round reaches every descendant, and never a stranger: a child's pid can't be reused before we have reaped it.
 */
void kill_family(void);

#endif

#ifndef WORKERPOOL_SIGNALS_H
#define WORKERPOOL_SIGNALS_H

/* Blocks every signal there is, realtime ones included; they are fetched by next_signal(). */
void block_signals(void);

/* In the child: no signal blocked or ignored, whatever was inherited. */
void release_signals(void);

/* Undoes inherited ignoring of signals, which would make a worker deaf to terminate. */
void reset_signals(void);

/* Waits for the next signal; 0 when there was none within that many milliseconds (negative: no limit). */
int next_signal(int milliseconds);

/* Whether a signal is about ourselves (our children, our writes, our terminal) and not for the child. */
int is_own(int signal_number);

/* Whether the signal's default action ends a process. */
int terminates(int signal_number);

#endif

/**
 * What a pod says about the process in it: its state, whether it is alive, its exit code and where
 * that comes from. Pure: no client, clock, thread or logger. Imports {@code api}.
 */
package dev.workerpool.process;

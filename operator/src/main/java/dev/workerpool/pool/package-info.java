/**
 * An observed pool in, a plan out: what to create, delete and release, the status, the events. Owns
 * the ports for pods and for the view of the channel. Pure: no client, clock, thread or logger;
 * time is an argument. Imports {@code process} and {@code api}.
 */
package dev.workerpool.pool;

/**
 * Faults between the operator and a real API server: a proxy that causes them, workloads that are
 * played through it, and the claims about what comes of it.
 */
package dev.workerpool.faults;

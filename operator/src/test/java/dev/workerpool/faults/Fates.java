package dev.workerpool.faults;

/** What becomes of each attempt of each process of a pool. */
interface Fates {
  Fate of(String key, int attempt);
}

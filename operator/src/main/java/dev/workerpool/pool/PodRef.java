package dev.workerpool.pool;

/** Exactly one pod: another one of the same name has another uid. */
public record PodRef(String namespace, String name, String uid) {}

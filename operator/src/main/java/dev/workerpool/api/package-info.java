/**
 * Nouns: the WorkerPool resource as records, labels, conditions and the wire records of the relay.
 * Imports nothing of ours.
 */
package dev.workerpool.api;

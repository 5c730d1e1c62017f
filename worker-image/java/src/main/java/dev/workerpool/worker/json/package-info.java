/** A small JSON codec of our own: a worker's class path is the user's. Imports nothing of ours. */
package dev.workerpool.worker.json;

/** The {@code worker} command: queues and events from a shell. Imports client, json and wire. */
package dev.workerpool.worker.cli;

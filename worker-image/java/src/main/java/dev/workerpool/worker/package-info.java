/** What a worker written in Java uses: queues, events and its own process. */
package dev.workerpool.worker;

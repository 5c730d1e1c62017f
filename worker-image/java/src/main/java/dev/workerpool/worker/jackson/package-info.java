/** Items by Jackson, for who has it on the class path. Nothing else of the SDK needs it. */
package dev.workerpool.worker.jackson;

/**
 * The deterministic simulator: the real relay on a made-up clock, network and API server, one seed
 * for all of it. Breaks whatever can break, and looks after each step whether something was lost,
 * doubled or made up.
 */
package dev.workerpool.sim;

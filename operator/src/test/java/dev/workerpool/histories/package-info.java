/**
 * Histories: producers and consumers at work over HTTP on relays that are processes of their own,
 * while a nemesis breaks things; afterwards a checker says what was lost, doubled or made up.
 */
package dev.workerpool.histories;

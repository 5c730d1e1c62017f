/**
 * The command line and the wiring: subcommands, and the one place where the rooms meet.
 *
 * <p>May import every other room; imported by nobody.
 */
package dev.workerpool.main;

/**
 * Benchmarks: what is measured, beside which alternative in the same run, and the goal. Each prints
 * a {@link dev.workerpool.bench.Report}.
 *
 * <p>May import every room but {@code main}; imported by {@code main} alone.
 */
package dev.workerpool.bench;

/**
 * The operator's reconciler on JOSDK: gather, plan, execute, write the status. Imports {@code pool}
 * and {@code api}; what it asks of an API server beyond its own pools and caches goes through
 * ports.
 */
package dev.workerpool.reconcile;

/**
 * The ports of {@code pool} and {@code relay} over a Kubernetes API server (fabric8): pods, the
 * ConfigMap store, token reviews, the relay's Lease and EndpointSlice. Never imports {@code http},
 * {@code reconcile} or {@code local}.
 */
package dev.workerpool.kube;

/** The client library's requests over connections of our own, in the thread that asks. */
package dev.workerpool.kube.direct;

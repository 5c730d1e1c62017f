/** {@code workerpool top}: looks at a channel, what moved between them, and how that is shown. */
package dev.workerpool.main.top;

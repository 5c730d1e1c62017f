package dev.workerpool.relay;

import dev.workerpool.channel.Outcome;

/**
 * What a submission came to.
 *
 * @param epoch the channel's epoch at this relay, for the header Channel-Epoch; 0 where it serves
 *     none
 */
public record Answer(Outcome outcome, long epoch) {}

package dev.workerpool.api.wire;

/** Why a channel does not serve: a CamelCase reason and a message with the next step. */
public record ChannelProblem(String reason, String message) {}

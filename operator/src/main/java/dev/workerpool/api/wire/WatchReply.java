package dev.workerpool.api.wire;

import java.util.List;

/** The channels that changed since the cursor sent, and the cursor to send next. */
public record WatchReply(String cursor, List<ChannelView> channels) {}

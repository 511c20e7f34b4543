package dev.banyan.replication;

import java.time.Duration;
import java.util.Optional;

/// How far a target is behind.
///
/// @param bytes of log written since the position, whoever wrote them
/// @param time since the last applied heartbeat was written
/// @param retainedBytes log that the source keeps because of the slot, if there is a slot
public record Lag(long bytes, Optional<Duration> time, Optional<Long> retainedBytes) {}

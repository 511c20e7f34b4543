package dev.banyan.replication.diff;

import dev.banyan.replication.Lsn;
import java.sql.Connection;

/// Two transactions, one on each side, that see the state of one place in the owner's log.
///
/// @param owner REPEATABLE READ, read-only
/// @param other the same
/// @param position the place; where the other side's stream has stopped, the owner's
public record SnapshotPair(Connection owner, Connection other, Lsn position) {}

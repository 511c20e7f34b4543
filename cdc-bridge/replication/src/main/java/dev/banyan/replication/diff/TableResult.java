package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;

/// What the comparison of one table found.
///
/// @param keyed false where rows could only be compared as a bag
public record TableResult(
        TableName table, boolean keyed, long ownerRows, long otherRows, long differences) {}

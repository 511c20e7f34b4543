package dev.banyan.extraction;

import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.Ledger;
import dev.banyan.replication.Database;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceSettings;

/// What a bridge has at hand for every verb.
///
/// @param renewer the ledger over a connection of its own, for leases alone
/// @param bridge the name of this process, which no other process has or had
public record Workplace(
        Ledger ledger,
        Ledger renewer,
        Streaming streaming,
        StreamSettings streamSettings,
        ExtractionSettings settings,
        String bridge) {

    Fence fenceIn(Database database) {
        return new Fence(database, FenceSettings.forLease(Attempt.LEASE));
    }

    HeldAttempt hold(String module, Attempt attempt) {
        return HeldAttempt.of(ledger, renewer, module, attempt, bridge);
    }
}

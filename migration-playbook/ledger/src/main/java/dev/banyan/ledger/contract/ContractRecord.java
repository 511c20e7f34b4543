package dev.banyan.ledger.contract;

import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.List;

/// One pact, verified against one build of one side.
///
/// @param build what the verified process calls itself
/// @param pactHash of the pact's file: another contract has another one
/// @param problems what was not as the consumer needs it
public record ContractRecord(
        Side side,
        String build,
        String pact,
        String pactHash,
        boolean kept,
        int interactions,
        List<String> problems,
        long tookMillis,
        Instant verifiedAt) {

    public ContractRecord {
        problems = List.copyOf(problems);
    }
}

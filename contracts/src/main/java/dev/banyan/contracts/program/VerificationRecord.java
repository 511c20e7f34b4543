package dev.banyan.contracts.program;

import dev.banyan.contracts.Verification;
import java.time.Instant;
import java.util.List;

/// Who verified what: one pact against one build of one side. The form in which it is written is
/// what others read.
///
/// @param side `control` or `candidate`
/// @param build what the verified process calls itself
record VerificationRecord(
        String side,
        String build,
        String pact,
        String pactHash,
        boolean kept,
        int interactions,
        List<String> problems,
        long tookMillis,
        String verifiedAt) {

    static VerificationRecord of(String side, String build, Verification verified, Instant at) {
        return new VerificationRecord(
                side,
                build,
                verified.pact().name(),
                verified.pact().hash(),
                verified.isKept(),
                verified.checks().size(),
                verified.problems(),
                verified.took().toMillis(),
                at.toString());
    }
}

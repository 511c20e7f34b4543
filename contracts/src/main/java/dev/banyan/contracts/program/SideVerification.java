package dev.banyan.contracts.program;

import dev.banyan.contracts.PactFile;
import dev.banyan.contracts.PactVerification;
import dev.banyan.contracts.Verification;
import dev.banyan.contracts.shop.RunningInventory;
import dev.banyan.contracts.shop.RunningShop;
import dev.banyan.contracts.spi.ProviderUnderTest;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Starts one side, verifies what it has to keep, and stops it.
final class SideVerification {

    private static final String CONTROL = "control";

    private final String provider;
    private final InstantSource clock;
    private final PrintStream out;

    SideVerification(String provider, InstantSource clock, PrintStream out) {
        this.provider = provider;
        this.clock = clock;
        this.out = out;
    }

    List<VerificationRecord> verify(String name, Job.Side job, List<PactFile> pacts)
            throws IOException, InterruptedException {
        var begun = clock.instant();
        out.printf("%s: starting a build on data of its own%n", name);
        try (var started = StartedSide.start(name, job, clock)) {
            var build = started.build();
            out.printf(
                    "%s: build %s is ready after %d s%n",
                    name,
                    build.substring(0, Math.min(12, build.length())),
                    Duration.between(begun, clock.instant()).toSeconds());
            var records = new ArrayList<VerificationRecord>();
            for (var pact : pacts) {
                if (keeps(name, pact)) {
                    var verified = verify(pact, started);
                    records.add(VerificationRecord.of(name, build, verified, clock.instant()));
                    tell(name, verified);
                }
            }
            return records;
        }
    }

    /// Both sides keep what others ask of the module; what the module asks of others, the control
    /// keeps, where they stay.
    private boolean keeps(String side, PactFile pact) {
        return pact.provider().equals(provider)
                || (side.equals(CONTROL) && pact.consumer().equals(provider));
    }

    private Verification verify(PactFile pact, StartedSide started)
            throws IOException, InterruptedException {
        return new PactVerification(clock).verify(pact, running(pact, started));
    }

    private ProviderUnderTest running(PactFile pact, StartedSide started) throws IOException {
        return pact.provider().equals(provider)
                ? new RunningInventory(started.side(), started.outbox())
                : new RunningShop(started.side(), started.outbox(), clock);
    }

    private void tell(String side, Verification verified) {
        out.printf(
                "%s: %s %s, %d interactions, %d ms%n",
                side,
                verified.pact().name(),
                verified.isKept() ? "kept" : "BROKEN",
                verified.checks().size(),
                verified.took().toMillis());
        verified.problems().forEach(problem -> out.println("  - " + problem));
    }
}

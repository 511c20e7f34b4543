package dev.banyan.ledger;

import dev.banyan.routing.Cohorts;
import dev.banyan.routing.Route;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import dev.banyan.routing.StickyKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Extractions as tests need them.
final class TestExtractions {

    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private TestExtractions() {}

    static Traffic traffic() {
        return Traffic.onControl(
                List.of(Route.of("/api/inventory/**")),
                new StickyKey.Cookie("SESSION"),
                new Cohorts("banyan-side", Set.of("ann"), Set.of("bob")));
    }

    static Extraction in(Phase phase) {
        var reads = phase.compareTo(Phase.READS_SWITCHED) >= 0 ? Share.ALL : Share.NONE;
        var owner = phase.compareTo(Phase.WRITES_SWITCHED) >= 0 ? Side.CANDIDATE : Side.CONTROL;
        return new Extraction(
                "inventory", phase, owner, 0, 0, 1, traffic().withReads(reads), null, List.of());
    }

    static Extraction taken(Step step) {
        if (step instanceof Step.Taken taken) {
            return taken.extraction();
        }
        throw new AssertionError("Not taken: " + step);
    }

    static Reason reason(Step step) {
        if (step instanceof Step.Refused refused) {
            return refused.reason();
        }
        throw new AssertionError("Not refused: " + step);
    }

    static Attempt attempt(Extraction extraction) {
        return notNull(extraction.attempt());
    }

    static <T> T notNull(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("There is none.");
        }
        return value;
    }
}

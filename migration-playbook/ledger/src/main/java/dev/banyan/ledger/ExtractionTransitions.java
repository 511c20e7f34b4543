package dev.banyan.ledger;

import static dev.banyan.ledger.Phase.COMPLETED;
import static dev.banyan.ledger.Phase.READS_SWITCHED;
import static dev.banyan.ledger.Phase.STREAMING;
import static dev.banyan.ledger.Step.taken;
import static dev.banyan.ledger.Step.takenForAllToSee;

import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What can happen to an extraction outside of attempts.
record ExtractionTransitions(Extraction extraction, Instant now) {

    Step apply(Change.OfExtraction change) {
        var other = extraction.underWay();
        if (other != null && !(change instanceof Change.Recover)) {
            return new Refusals(extraction, now).busy(other);
        }
        return switch (change) {
            case Change.Replan replan -> replan(replan.traffic());
            case Change.SwitchReads reads -> switchReads(reads.share());
            case Change.Mirror mirror -> mirror(mirror.share());
            case Change.Recover recover -> recover(recover);
            case Change.EndHandovers end -> endHandovers(end);
        };
    }

    private Step endHandovers(Change.EndHandovers end) {
        var left = new ArrayList<>(extraction.handovers());
        left.removeAll(end.handovers());
        return taken(extraction.with(left));
    }

    private Step replan(Traffic planned) {
        if (extraction.phase() == COMPLETED) {
            return wrongPhase("change the plan", List.of(Phase.values()).subList(0, 5));
        }
        var now = extraction.traffic();
        var merged = planned.withReads(now.reads()).withShadows(now.shadows());
        return takenForAllToSee(extraction.with(merged));
    }

    private Step switchReads(Share share) {
        if (extraction.phase() != STREAMING && extraction.phase() != READS_SWITCHED) {
            return wrongPhase("switch the reads", List.of(STREAMING, READS_SWITCHED));
        }
        var next = share.equals(Share.NONE) ? STREAMING : READS_SWITCHED;
        var traffic = extraction.traffic().withReads(share);
        return takenForAllToSee(extraction.with(next).with(traffic));
    }

    private Step mirror(Share share) {
        boolean stops = share.equals(Share.NONE);
        if (!stops && extraction.phase() != STREAMING && extraction.phase() != READS_SWITCHED) {
            return wrongPhase("mirror the reads", List.of(STREAMING, READS_SWITCHED));
        }
        return takenForAllToSee(extraction.with(extraction.traffic().withShadows(share)));
    }

    /// An attempt that the older database still knows is over: its number lies below the new one.
    private Step recover(Change.Recover change) {
        long epoch = Math.max(extraction.lastEpoch(), change.above()) + 1;
        var attempt = extraction.underWay();
        var ended =
                attempt == null
                        ? extraction
                        : extraction.with(attempt.with(AttemptState.UNDONE).heldUntil(null));
        return takenForAllToSee(
                ended.with(recoveredPhase(change.owner())).ownedBy(change.owner(), epoch));
    }

    /// The owner tells the phase where the older ledger contradicts it.
    private Phase recoveredPhase(Side owner) {
        var phase = extraction.phase();
        if (owner == Side.CANDIDATE) {
            return phase == COMPLETED ? phase : Phase.WRITES_SWITCHED;
        }
        boolean reads = !extraction.traffic().reads().equals(Share.NONE);
        boolean switched = phase == Phase.WRITES_SWITCHED || phase == COMPLETED;
        return switched ? (reads ? READS_SWITCHED : STREAMING) : phase;
    }

    private Step wrongPhase(String what, List<Phase> needed) {
        return new Refusals(extraction, now).wrongPhase(what, needed);
    }
}

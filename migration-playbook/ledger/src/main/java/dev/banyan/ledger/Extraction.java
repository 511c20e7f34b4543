package dev.banyan.ledger;

import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The whole move of one module, as the ledger has it. Immutable; changed by `after` alone.
///
/// @param phase how far the move has come
/// @param owner the side that may write the module's tables
/// @param ownerEpoch the number of the attempt that made it the owner, 0 for the first
/// @param lastEpoch the number that was given away last; only ever grows, also across a cancel
/// @param version the ledger's version at the last change that a proxy or seam must know
/// @param traffic its routes and who answers reads
/// @param attempt the last attempt, or null before the first
/// @param handovers what the relay must know, oldest first
public record Extraction(
        String module,
        Phase phase,
        Side owner,
        long ownerEpoch,
        long lastEpoch,
        long version,
        Traffic traffic,
        @Nullable Attempt attempt,
        List<Handover> handovers) {

    public Extraction {
        handovers = List.copyOf(handovers);
        if (ownerEpoch > lastEpoch) {
            throw new IllegalArgumentException(
                    "The owner of '%s' has the number %d, but only %d were given away."
                            .formatted(module, ownerEpoch, lastEpoch));
        }
    }

    /// A module that was planned and not touched.
    public static Extraction planned(String module, Traffic traffic) {
        return new Extraction(
                module, Phase.PLANNED, Side.CONTROL, 0, 0, 0, traffic, null, List.of());
    }

    /// What a change at this time makes of it, or why it does not.
    ///
    /// @param now the ledger's clock
    public Step after(Change change, Instant now) {
        return switch (change) {
            case Change.OfAttempt ofAttempt -> new AttemptTransitions(this, now).apply(ofAttempt);
            case Change.OfExtraction ofExtraction ->
                    new ExtractionTransitions(this, now).apply(ofExtraction);
        };
    }

    /// The attempt that somebody still has work with, or null.
    public @Nullable Attempt underWay() {
        return attempt != null && attempt.state().isUnderWay() ? attempt : null;
    }

    /// Whether writes wait at this time.
    public boolean isHolding(Instant now) {
        var end = attempt == null ? null : attempt.heldUntil();
        return end != null && now.isBefore(end);
    }

    Extraction with(@Nullable Attempt next) {
        return new Extraction(
                module, phase, owner, ownerEpoch, lastEpoch, version, traffic, next, handovers);
    }

    Extraction with(Phase next) {
        return new Extraction(
                module, next, owner, ownerEpoch, lastEpoch, version, traffic, attempt, handovers);
    }

    Extraction with(Traffic next) {
        return new Extraction(
                module, phase, owner, ownerEpoch, lastEpoch, version, next, attempt, handovers);
    }

    Extraction ownedBy(Side side, long epoch) {
        return new Extraction(
                module,
                phase,
                side,
                epoch,
                Math.max(lastEpoch, epoch),
                version,
                traffic,
                attempt,
                handovers);
    }

    Extraction havingGiven(long epoch) {
        return new Extraction(
                module, phase, owner, ownerEpoch, epoch, version, traffic, attempt, handovers);
    }

    Extraction with(List<Handover> all) {
        return new Extraction(
                module, phase, owner, ownerEpoch, lastEpoch, version, traffic, attempt, all);
    }

    /// The same at a version of the ledger; the store gives it.
    public Extraction atVersion(long next) {
        return new Extraction(
                module, phase, owner, ownerEpoch, lastEpoch, next, traffic, attempt, handovers);
    }
}

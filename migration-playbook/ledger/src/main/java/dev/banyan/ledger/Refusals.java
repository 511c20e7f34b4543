package dev.banyan.ledger;

import dev.banyan.ledger.Step.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The refusals of one extraction, in words.
record Refusals(Extraction extraction, Instant now) {

    Refused wrongPhase(String what, Collection<Phase> needed) {
        return new Refused(
                Reason.WRONG_PHASE,
                "Cannot %s of '%s'.".formatted(what, extraction.module()),
                "phase " + word(extraction.phase()),
                "phase "
                        + needed.stream()
                                .sorted()
                                .map(Refusals::word)
                                .collect(Collectors.joining(" or ")),
                command(towards(needed)));
    }

    /// The step that brings an extraction nearer to these phases, forward or back.
    private String towards(Collection<Phase> needed) {
        var phase = extraction.phase();
        boolean further = needed.stream().anyMatch(p -> p.compareTo(phase) > 0);
        boolean back = needed.contains(Phase.STREAMING);
        return switch (phase) {
            case PLANNED -> "create";
            case COPYING, COMPLETED -> "status";
            case STREAMING -> further ? "switch --reads 5" : "status";
            case READS_SWITCHED -> further ? "switch --writes" : back ? "reverse" : "status";
            case WRITES_SWITCHED -> back ? "reverse" : "status";
        };
    }

    /// What an attempt is for, as it stands behind 'cannot'.
    static String what(AttemptKind kind) {
        return switch (kind) {
            case CREATE -> "create the copy";
            case SWITCH_WRITES -> "switch the writes";
            case REVERSE_WRITES, REVERSE_WITHOUT_OWNER -> "take back the writes";
            case RECOPY -> "make a fresh copy";
            case REPAIR -> "repair the copy";
            case CANCEL -> "cancel the move";
            case COMPLETE -> "complete the move";
        };
    }

    Refused readsNotSwitched() {
        return new Refused(
                Reason.WRONG_PHASE,
                "Cannot switch the writes of '%s'.".formatted(extraction.module()),
                extraction.traffic().reads() + " of its reads are switched",
                "100 %",
                command("switch --reads 100"));
    }

    Refused busy(Attempt other) {
        return new Refused(
                Reason.BUSY,
                "An attempt of '%s' is under way.".formatted(extraction.module()),
                "%s by %s since %s (%s ago), %s, carried out by '%s'"
                        .formatted(
                                word(other.kind()),
                                other.askedBy(),
                                other.begunAt(),
                                ReadableDuration.since(other.begunAt(), now),
                                word(other.state()),
                                other.holder()),
                "none under way",
                command("log"));
    }

    Refused late(String id, @Nullable Attempt found, String needed) {
        return new Refused(
                Reason.LATE,
                "Too late for attempt '%s' of '%s'.".formatted(id, extraction.module()),
                found == null
                        ? "no attempt"
                        : "attempt '%s' %s".formatted(found.id(), word(found.state())),
                needed,
                command("status"));
    }

    Refused leaseLost(String process, Attempt attempt) {
        return new Refused(
                Reason.LEASE_LOST,
                "'%s' has no lease on attempt '%s' of '%s' any more."
                        .formatted(process, attempt.id(), extraction.module()),
                "leased to '%s' until %s".formatted(attempt.holder(), attempt.leasedUntil()),
                "a lease at " + now,
                command("status"));
    }

    Refused leaseHeld(Attempt attempt) {
        return new Refused(
                Reason.LEASE_HELD,
                "Cannot take over attempt '%s' of '%s'."
                        .formatted(attempt.id(), extraction.module()),
                "leased to '%s' until %s".formatted(attempt.holder(), attempt.leasedUntil()),
                "a lease that has ended at " + now,
                command("status"));
    }

    Refused holdTooShort(@Nullable Instant end) {
        return new Refused(
                Reason.HOLD_TOO_SHORT,
                "Cannot close the fence of '%s'.".formatted(extraction.module()),
                end == null
                        ? "nothing is held"
                        : "held for " + ReadableDuration.of(Duration.between(now, end)),
                "held for " + ReadableDuration.of(Attempt.HOLD_LEFT_TO_CLOSE),
                command("status"));
    }

    Refused fenceOpen(Attempt attempt, @Nullable FenceReading found) {
        return new Refused(
                Reason.FENCE_OPEN,
                "Attempt '%s' of '%s' cannot pass.".formatted(attempt.id(), extraction.module()),
                found == null ? "no fence row" : found.toString(),
                "closed with epoch %d by this attempt".formatted(attempt.epoch()),
                command("status"));
    }

    private String command(String verb) {
        var words = verb.split(" ", 2);
        var options = words.length == 1 ? "" : " " + words[1];
        return "banyan %s %s%s".formatted(words[0], extraction.module(), options);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package dev.banyan.extraction;

import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Request;
import dev.banyan.ledger.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A verb that was asked for, with everything that it needs.
///
/// @param extraction as the ledger had it when the request was taken
record Asked(MovedModule module, Extraction extraction, Request request, Workplace workplace) {

    /// Something that is done under an attempt.
    @FunctionalInterface
    interface Work {
        Outcome run(HeldAttempt held) throws SQLException, InterruptedException;
    }

    String name() {
        return module.name();
    }

    boolean has(String option) {
        return request.arguments().containsKey(option);
    }

    @Nullable String option(String name) {
        return request.arguments().get(name);
    }

    boolean isDryRun() {
        return has("dry-run");
    }

    /// Why an attempt could not begin now, or nothing.
    Optional<Outcome> refusal(AttemptKind kind) {
        var begin = new Change.Begin("dry-run", kind, request.askedBy(), workplace.bridge());
        return extraction.after(begin, workplace.ledger().clock()) instanceof Step.Refused refused
                ? Optional.of(Outcome.refused(refused))
                : Optional.empty();
    }

    /// What a dry run says: why the attempt could not begin, or its steps.
    Outcome told(AttemptKind kind, List<String> steps) {
        return refusal(kind)
                .orElseGet(() ->
                        Outcome.told(
                                "'%s %s' would do this; nothing was changed."
                                        .formatted(request.verb(), name()),
                                steps));
    }

    /// Carries a course out under an attempt, or tells it.
    Outcome attempt(AttemptKind kind, Course course, Work work)
            throws SQLException, InterruptedException {
        return isDryRun() ? told(kind, course.told()) : attempt(kind, work);
    }

    /// Begins an attempt, keeps its lease while the work runs, and lets go of it.
    Outcome attempt(AttemptKind kind, Work work) throws SQLException, InterruptedException {
        var id = "%s-%s".formatted(name(), UUID.randomUUID());
        var begin = new Change.Begin(id, kind, request.askedBy(), workplace.bridge());
        var note = new Note(workplace.bridge(), Map.of("asked-by", request.askedBy()));
        return switch (workplace.ledger().apply(name(), begin, note)) {
            case Step.Refused refused -> Outcome.refused(refused);
            case Step.Taken taken -> {
                try (var held = workplace.hold(name(), attemptOf(taken))) {
                    yield work.run(held);
                }
            }
        };
    }

    static Attempt attemptOf(Step.Taken taken) {
        var attempt = taken.extraction().attempt();
        if (attempt == null) {
            throw new IllegalStateException("An attempt was begun and is not there.");
        }
        return attempt;
    }
}

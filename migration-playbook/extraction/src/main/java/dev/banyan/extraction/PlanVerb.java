package dev.banyan.extraction;

import dev.banyan.ledger.Note;
import dev.banyan.ledger.Request;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.replication.plan.Finding;
import dev.banyan.replication.plan.Findings;
import dev.banyan.replication.plan.Plan;
import dev.banyan.replication.plan.PlanInput;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks whether a module can be moved, and writes what it consists of into the ledger.
final class PlanVerb {
    private final MovedModule module;
    private final Workplace workplace;

    PlanVerb(MovedModule module, Workplace workplace) {
        this.module = module;
        this.workplace = workplace;
    }

    /// Checks, and on success plans. Findings that the user takes upon himself are accepted by
    /// name.
    Outcome run(Request request) throws SQLException {
        var accepted = words(request.arguments().get("accept"));
        var findings = findings();
        var report =
                findings.all().stream().map(Finding::toString).collect(Collectors.joining("\n"));
        if (!findings.refusals(accepted).isEmpty()) {
            return Outcome.refused(
                    "'%s' cannot be moved as it is.%n%s".formatted(module.name(), report),
                    "mend what is refused, or 'banyan plan %s --accept NAME' for a question."
                            .formatted(module.name()));
        }
        if (request.arguments().containsKey("dry-run")) {
            return Outcome.told(
                    "'%s' can be moved; nothing was changed.%n%s"
                            .formatted(module.name(), report)
                            .stripTrailing(),
                    List.of("plan: writes routes, tables and known writers into the ledger"));
        }
        return plan(accepted, report, request.askedBy());
    }

    private Outcome plan(Set<String> accepted, String report, String askedBy) {
        var settings = module.settings();
        var traffic =
                Traffic.onControl(settings.routes(), settings.stickyKey(), settings.cohorts());
        var note = new Note(askedBy, Map.of("accepted", String.join(", ", accepted)));
        return switch (workplace.ledger().plan(module.name(), traffic, settings.toJson(), note)) {
            case Step.Taken _ ->
                    Outcome.done(
                            "'%s' is planned.%n%s"
                                    .formatted(module.name(), report)
                                    .stripTrailing());
            case Step.Refused refused -> Outcome.refused(refused);
        };
    }

    private static Set<String> words(@Nullable String list) {
        return Optional.ofNullable(list).stream()
                .flatMap(l -> Arrays.stream(l.split(",")))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .collect(Collectors.toSet());
    }

    private Findings findings() throws SQLException {
        var input =
                new PlanInput(
                        module.name(),
                        module.selection(),
                        module.followed(),
                        workplace.streamSettings().reader(),
                        module.publications());
        try (var source = module.source().connect("plan");
                var target = module.target().connect("plan")) {
            return Plan.check(source, target, input);
        }
    }
}

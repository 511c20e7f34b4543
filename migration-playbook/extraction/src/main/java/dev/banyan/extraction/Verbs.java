package dev.banyan.extraction;

import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Request;
import dev.banyan.ledger.Step;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.DiffSettings;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what was asked for in the ledger. Safe for use by threads, one for each module.
public final class Verbs {
    private static final Logger log = LoggerFactory.getLogger(Verbs.class);

    private final Workplace workplace;
    private final Function<String, Optional<MovedModule>> modules;

    /// Works for the modules that the configuration knows.
    ///
    /// @param modules finds a module's databases by its name
    public Verbs(Workplace workplace, Function<String, Optional<MovedModule>> modules) {
        this.workplace = workplace;
        this.modules = modules;
    }

    /// Runs one request to its end. What goes wrong is told, never thrown.
    public Outcome run(Request request) throws InterruptedException {
        var module = modules.apply(request.module());
        if (module.isEmpty()) {
            return Outcome.refused(
                    "The bridge knows no module '%s'.".formatted(request.module()),
                    "write it under 'modules:' in the bridge's banyan.yaml and start the bridge again.");
        }
        try {
            return run(request, module.get());
        } catch (AttemptLostException e) {
            return Outcome.failed(
                    "This bridge has lost the attempt: %s. Another one finishes it."
                            .formatted(e.getMessage()),
                    "banyan status " + request.module());
        } catch (SQLException
                | LedgerException
                | StreamStoppedException
                | ExecutionException
                | TimeoutException e) {
            log.warn("{}: '{}' failed", request.module(), request.verb(), e);
            return Outcome.failed(
                    "'%s %s' failed: %s"
                            .formatted(request.verb(), request.module(), e.getMessage()),
                    "banyan status " + request.module());
        }
    }

    private Outcome run(Request request, MovedModule asked)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var arguments = request.arguments();
        if (request.verb().equals("plan")) {
            return new PlanVerb(asked, workplace)
                    .run(words(arguments.get("accept")), request.askedBy());
        }
        var extraction = workplace.ledger().extraction(asked.name());
        if (extraction.isEmpty()) {
            return Outcome.refused(
                    "Nobody has planned '%s'.".formatted(asked.name()),
                    "banyan plan " + asked.name());
        }
        var module = Catalogues.resolved(asked);
        return switch (request.verb()) {
            case "create" -> create(module, request);
            case "diff" -> diff(module, extraction.get(), arguments);
            case "switch" ->
                    arguments.containsKey("reads")
                            ? reads(module, arguments.get("reads"), request.askedBy())
                            : writes(module, AttemptKind.SWITCH_WRITES, extraction.get(), request);
            case "reverse" ->
                    extraction.get().owner() == Side.CANDIDATE
                            ? writes(module, AttemptKind.REVERSE_WRITES, extraction.get(), request)
                            : reads(module, "0", request.askedBy());
            case "cancel" -> removal(module, AttemptKind.CANCEL, request, false);
            case "complete" -> complete(module, extraction.get(), request);
            default ->
                    Outcome.refused(
                            "The bridge does not know the verb '%s'.".formatted(request.verb()),
                            "banyan --help");
        };
    }

    private Outcome create(MovedModule module, Request request)
            throws SQLException, InterruptedException {
        var verb = new CreateVerb(module, workplace);
        var ready = verb.check();
        if (!ready.isDone()) {
            return ready;
        }
        return attempt(module, AttemptKind.CREATE, request, held -> verb.run(held));
    }

    private Outcome diff(MovedModule module, Extraction extraction, Map<String, String> arguments)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        if (!extraction.phase().isFollowed()) {
            return Outcome.refused(
                    "'%s' is %s, so there is nothing to compare."
                            .formatted(module.name(), extraction.phase()),
                    "banyan create " + module.name());
        }
        var settings =
                arguments.containsKey("values")
                        ? DiffSettings.STANDARD.showingValues()
                        : DiffSettings.STANDARD;
        var report = new DiffVerb(module, workplace, settings).run(extraction.owner());
        workplace
                .ledger()
                .record(
                        module.name(),
                        Preflight.DIFF,
                        new Note(workplace.bridge(), evidence(report)));
        var told = DiffVerb.told(module.name(), report);
        return report.isClean()
                ? Outcome.done(told)
                : Outcome.refused(told, "banyan diff %s --repair".formatted(module.name()));
    }

    private static Map<String, String> evidence(DiffReport report) {
        return Map.of(
                "clean", Boolean.toString(report.isClean()),
                "rows", Long.toString(report.rows()),
                "differences", Long.toString(report.differences()),
                "orphans", Integer.toString(report.orphans().size()),
                "position", report.position().toString(),
                "took-ms", Long.toString(report.took().toMillis()));
    }

    private Outcome reads(MovedModule module, String percent, String askedBy) {
        var share = Share.ofPercent(Integer.parseInt(percent));
        if (!share.equals(Share.NONE)) {
            var refusal =
                    Preflight.refusal(
                            module.name(),
                            "switch the reads",
                            new Preflight(module, workplace).ofReads());
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return switch (workplace
                .ledger()
                .apply(module.name(), new Change.SwitchReads(share), Note.by(askedBy))) {
            case Step.Taken _ ->
                    Outcome.done(
                            "The service answers %s of the reads of '%s'."
                                    .formatted(share, module.name()));
            case Step.Refused refused -> Outcome.refused(refused);
        };
    }

    private Outcome writes(
            MovedModule module, AttemptKind kind, Extraction extraction, Request request)
            throws SQLException, InterruptedException {
        if (!extraction.phase().isFollowed()) {
            return Outcome.refused(
                    "Cannot switch the writes of '%s': it is %s, and only a copy that is streaming can take them."
                            .formatted(module.name(), extraction.phase()),
                    "banyan create " + module.name());
        }
        var findings = new Preflight(module, workplace).ofSwitch(extraction.owner());
        var refusal = Preflight.refusal(module.name(), "switch the writes", findings);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (request.arguments().containsKey("dry-run")) {
            return Outcome.done(
                    "Everything that a switch of '%s' asks for is given; nothing was changed."
                            .formatted(module.name()));
        }
        var old = extraction.owner();
        return attempt(
                module,
                kind,
                request,
                held -> new ChangeOfOwner(module, workplace, held, old).run(SwitchStage.HOLD));
    }

    private Outcome complete(MovedModule module, Extraction extraction, Request request)
            throws SQLException, InterruptedException {
        if (!module.followed().isEmpty() && !request.arguments().containsKey("keep-following")) {
            return Outcome.refused(
                    "'%s' still reads tables of its neighbours: %s."
                            .formatted(module.name(), module.followed()),
                    "untangle them, or 'banyan complete %s --keep-following'."
                            .formatted(module.name()));
        }
        var findings = new Preflight(module, workplace).ofSwitch(extraction.owner());
        var refusal = Preflight.refusal(module.name(), "complete the move", findings);
        return refusal.isPresent()
                ? refusal.get()
                : removal(
                        module,
                        AttemptKind.COMPLETE,
                        request,
                        request.arguments().containsKey("drop"));
    }

    private Outcome removal(MovedModule module, AttemptKind kind, Request request, boolean drop)
            throws SQLException, InterruptedException {
        return attempt(
                module, kind, request, held -> new Removal(module, workplace, held, drop).run());
    }

    /// Something that is done under an attempt.
    @FunctionalInterface
    interface Work {
        Outcome run(HeldAttempt held) throws SQLException, InterruptedException;
    }

    private Outcome attempt(MovedModule module, AttemptKind kind, Request request, Work work)
            throws SQLException, InterruptedException {
        var id = "%s-%s".formatted(module.name(), UUID.randomUUID());
        var begin = new Change.Begin(id, kind, request.askedBy(), workplace.bridge());
        return switch (workplace
                .ledger()
                .apply(module.name(), begin, Note.by(workplace.bridge()))) {
            case Step.Refused refused -> Outcome.refused(refused);
            case Step.Taken taken -> {
                try (var held = workplace.hold(module.name(), attemptOf(taken))) {
                    yield work.run(held);
                }
            }
        };
    }

    private static Attempt attemptOf(Step.Taken taken) {
        var attempt = taken.extraction().attempt();
        if (attempt == null) {
            throw new IllegalStateException("An attempt was begun and is not there.");
        }
        return attempt;
    }

    /// Goes on with an attempt whose holder is gone: undoes it, or carries it forward.
    ///
    /// @return nothing when there was nothing to take over
    public Optional<Outcome> takeOver(String name) throws InterruptedException {
        var attempt = workplace.ledger().extraction(name).map(Extraction::underWay);
        if (attempt.isEmpty()) {
            return Optional.empty();
        }
        var take = new Change.TakeOver(attempt.get().id(), workplace.bridge());
        var step = workplace.ledger().apply(name, take, Note.by(workplace.bridge()));
        if (!(step instanceof Step.Taken taken)) {
            return Optional.empty();
        }
        log.warn("{}: takes over {} at step '{}'", name, attempt.get().id(), attempt.get().step());
        var module = modules.apply(name);
        if (module.isEmpty()) {
            return Optional.empty();
        }
        try (var held = workplace.hold(name, attemptOf(taken))) {
            return Optional.of(
                    new TakingOver(Catalogues.resolved(module.get()), workplace, held).run());
        } catch (SQLException | LedgerException | StreamStoppedException | AttemptLostException e) {
            log.warn(
                    "{}: taking over {} failed and is tried again: {}",
                    name,
                    attempt.get().id(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /// The module with the tables that it has in its source now.
    public MovedModule resolved(MovedModule module) throws SQLException {
        return Catalogues.resolved(module);
    }

    private static Set<String> words(@Nullable String list) {
        return Optional.ofNullable(list).stream()
                .flatMap(l -> Arrays.stream(l.split(",")))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .collect(Collectors.toSet());
    }

    /// How long a request is this bridge's before it has to be renewed.
    public static Duration requestLease() {
        return Attempt.LEASE;
    }
}

package dev.banyan.extraction;

import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Progress;
import dev.banyan.ledger.Request;
import dev.banyan.ledger.Step;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what was asked for in the ledger. Safe for use by threads, one for each module.
public final class Verbs {
    private static final Logger log = LoggerFactory.getLogger(Verbs.class);

    /// One thing that can be asked for, of a module that was planned.
    @FunctionalInterface
    interface Verb {
        Outcome run(Asked asked)
                throws SQLException, InterruptedException, ExecutionException, TimeoutException;
    }

    /// `plan` is not among them: it makes the extraction that the others need.
    private static final Map<String, Verb> VERBS =
            Map.of(
                    "create",
                    Verbs::create,
                    "diff",
                    asked -> new DiffVerb(asked).run(),
                    "switch",
                    Verbs::change,
                    "reverse",
                    Verbs::reverse,
                    "recopy",
                    asked -> new RecopyVerb(asked).run(),
                    "recover",
                    asked -> new RecoverVerb(asked).run(),
                    "cancel",
                    asked -> removal(asked, AttemptKind.CANCEL, false),
                    "complete",
                    Verbs::complete,
                    "deliveries",
                    asked -> new DeliveriesVerb(asked).run());

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

    private Outcome run(Request request, MovedModule module)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var place = workplace.telling(p -> tell(request, p));
        if (request.verb().equals("plan")) {
            return new PlanVerb(module, place).run(request);
        }
        var extraction = workplace.ledger().extraction(module.name());
        if (extraction.isEmpty()) {
            return Outcome.refused(
                    "Nobody has planned '%s'.".formatted(module.name()),
                    "banyan plan " + module.name());
        }
        var verb = VERBS.get(request.verb());
        return verb == null
                ? Outcome.refused(
                        "The bridge does not know the verb '%s'.".formatted(request.verb()),
                        "banyan --help")
                : verb.run(
                        new Asked(Catalogues.resolved(module), extraction.get(), request, place));
    }

    private void tell(Request request, Progress progress) {
        workplace.renewer().progress(request.id(), workplace.bridge(), progress);
    }

    private static Outcome create(Asked asked) throws SQLException, InterruptedException {
        // Asked first: otherwise the target would be found full of the rows of an earlier create.
        var refusal = asked.refusal(AttemptKind.CREATE);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var verb = new CreateVerb(asked.module(), asked.workplace());
        var ready = verb.check();
        return ready.isDone() ? asked.attempt(AttemptKind.CREATE, verb.course(), verb::run) : ready;
    }

    private static Outcome change(Asked asked) throws SQLException, InterruptedException {
        var reads = asked.option("reads");
        return reads == null
                ? new SwitchVerb(asked, AttemptKind.SWITCH_WRITES).run()
                : new ReadsVerb(asked).run(reads);
    }

    private static Outcome reverse(Asked asked) throws SQLException, InterruptedException {
        boolean writes = asked.extraction().owner() == Side.CANDIDATE;
        if (asked.has("owner-is-lost") && !writes) {
            return Outcome.refused(
                    "The owner of '%s' is the monolith: nothing can be taken back without it."
                            .formatted(asked.name()),
                    "restore its database, then 'banyan recover %s'".formatted(asked.name()));
        }
        if (!writes) {
            return new ReadsVerb(asked).run("0");
        }
        return new SwitchVerb(
                        asked,
                        asked.has("owner-is-lost")
                                ? AttemptKind.REVERSE_WITHOUT_OWNER
                                : AttemptKind.REVERSE_WRITES)
                .run();
    }

    private static Outcome complete(Asked asked) throws SQLException, InterruptedException {
        var module = asked.module();
        if (!module.followed().isEmpty() && !asked.has("keep-following")) {
            return Outcome.refused(
                    "'%s' still reads tables of its neighbours: %s."
                            .formatted(module.name(), module.followed()),
                    "untangle them, or 'banyan complete %s --keep-following'."
                            .formatted(module.name()));
        }
        var findings =
                new Preflight(module, asked.workplace()).ofSwitch(asked.extraction().owner());
        var refusal = Preflight.refusal(module.name(), "complete the move", findings);
        return refusal.isPresent()
                ? refusal.get()
                : removal(asked, AttemptKind.COMPLETE, asked.has("drop"));
    }

    private static Outcome removal(Asked asked, AttemptKind kind, boolean drop)
            throws SQLException, InterruptedException {
        var removal = new Removal(asked.module(), asked.workplace(), kind, drop);
        return asked.attempt(kind, removal.course(), removal::run);
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
        var module = modules.apply(name);
        if (!(step instanceof Step.Taken taken) || module.isEmpty()) {
            return Optional.empty();
        }
        log.warn("{}: takes over {} at step '{}'", name, attempt.get().id(), attempt.get().step());
        try (var held = workplace.hold(name, Asked.attemptOf(taken))) {
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

    /// How long a request is this bridge's before it has to be renewed.
    public static Duration requestLease() {
        return Attempt.LEASE;
    }
}

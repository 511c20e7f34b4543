package dev.banyan.extraction;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.SideName;
import dev.banyan.replication.FenceClaim;
import dev.banyan.replication.ReplicationStream;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.LiveRepair;
import dev.banyan.replication.diff.Repair;
import dev.banyan.replication.diff.StoppedRepair;
import dev.banyan.replication.fence.Fence;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Gives the side that does not own a module the owner's rows where a diff found others, each with
/// an audit row, and compares again.
final class RepairVerb {
    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Asked asked;
    private final DiffVerb diff;
    private final DiffReport report;
    private final MovedModule module;
    private final Workplace workplace;
    private final Side owner;

    RepairVerb(Asked asked, DiffVerb diff, DiffReport report) {
        this.asked = asked;
        this.diff = diff;
        this.report = report;
        this.module = asked.module();
        this.workplace = asked.workplace();
        this.owner = asked.extraction().owner();
    }

    static List<String> steps(Side owner) {
        var other = SideName.of(owner.other());
        return List.of(
                "compare: compares all rows of both sides",
                "claim: claims the fence of the %s, which stays closed".formatted(other),
                "repair: writes the rows of the %s that differ, with an audit row for each, to the %s"
                        .formatted(SideName.of(owner), other),
                "unclaim: lets go of the fence",
                "compare: compares again");
    }

    Outcome run() throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        if (!report.repairs().complete()) {
            return Outcome.refused(
                    "'%s' differs in %d rows, more than a repair writes."
                            .formatted(module.name(), report.differences()),
                    "banyan recopy " + module.name());
        }
        var repaired = asked.attempt(AttemptKind.REPAIR, this::repair);
        if (!repaired.isDone()) {
            return repaired;
        }
        var again = diff.outcome(diff.compare());
        return new Outcome(
                again.exitCode(),
                repaired.message() + "\n" + again.message(),
                again.next(),
                List.of());
    }

    private Outcome repair(HeldAttempt held) throws SQLException, InterruptedException {
        try {
            held.step("claim", Map.of());
            Fences.require(other().claim(held.onFence()));
            held.step("repair", Map.of("differences", Long.toString(report.differences())));
            long rows = write(held);
            held.step("unclaim", Map.of("rows", Long.toString(rows)));
            Fences.require(other().endClaim(held.onFence()));
            held.require(new Change.Finish(held.id(), held.bridge()), Map.of());
            workplace.startStreams(module);
            return Outcome.done("%d rows were written.".formatted(rows));
        } catch (SQLException
                | StreamStoppedException
                | LedgerException
                | ExecutionException
                | TimeoutException e) {
            new Rewriting(module, workplace, held)
                    .undo(owner.other(), String.valueOf(e.getMessage()));
            return Outcome.failed(
                    "'%s' could not be repaired: %s".formatted(module.name(), e.getMessage()),
                    "banyan diff %s --repair".formatted(module.name()));
        }
    }

    /// A stream that runs stands still for it; one that has stopped starts again behind it.
    private long write(HeldAttempt held)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        if (diff.hasStopped()) {
            return stopped(held);
        }
        try (var connection = module.databaseOf(owner.other()).connect("repair")) {
            Repair.prepare(connection);
        }
        var patience = Deadline.in(PATIENCE);
        for (int tried = 1; ; tried++) {
            workplace.awaitStream(module.name(), owner.other(), patience);
            var stream = workplace.streaming().streamTo(module.name(), owner.other());
            try {
                return live(stream.orElseThrow(this::noStream), held);
            } catch (ExecutionException e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    private StreamStoppedException noStream() {
        return new StreamStoppedException(
                StopReason.DISCONNECTED,
                "The stream '%s' is between two lives.".formatted(diff.link().name()));
    }

    private long stopped(HeldAttempt held) throws SQLException, InterruptedException {
        workplace.streaming().stop(module.name(), workplace.settings().carried());
        var result =
                StoppedRepair.run(
                        diff.link(),
                        diff.catalogue(),
                        diff.settings(),
                        claimed(held),
                        reason(held),
                        PATIENCE);
        return result.rows();
    }

    private long live(ReplicationStream stream, HeldAttempt held)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        return LiveRepair.run(
                module.databaseOf(owner),
                stream,
                report.repairs(),
                diff.catalogue(),
                claimed(held),
                reason(held),
                PATIENCE);
    }

    private Repair.Reason reason(HeldAttempt held) {
        return new Repair.Reason(module.name(), held.id());
    }

    private FenceClaim claimed(HeldAttempt held) {
        return connection -> {
            if (!Fence.holdsClaim(connection, held.onFence())) {
                throw new AttemptLostException(
                        "The claim on the %s of '%s' is gone."
                                .formatted(SideName.of(owner.other()), module.name()));
            }
        };
    }

    private Fence other() {
        return workplace.fenceIn(module.databaseOf(owner.other()));
    }
}

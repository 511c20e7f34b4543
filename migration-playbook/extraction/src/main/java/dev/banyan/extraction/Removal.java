package dev.banyan.extraction;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.replication.TableName;
import dev.banyan.replication.fence.Fence;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Takes away what was made for a move: `cancel` with the copy, `complete` with the old tables.
final class Removal {
    private final MovedModule module;
    private final Workplace workplace;
    private final AttemptKind kind;
    private final boolean drop;
    private final Installing installing;

    /// @param kind `CANCEL` or `COMPLETE`
    Removal(MovedModule module, Workplace workplace, AttemptKind kind, boolean drop) {
        this.module = module;
        this.workplace = workplace;
        this.kind = kind;
        this.drop = drop;
        this.installing = new Installing(module, workplace);
    }

    /// The steps behind the point of no return, which a dry run tells; each can be repeated.
    Course course() {
        return new Course()
                .then(
                        "stop-streams",
                        "stops both streams and removes their slots, publications and origins",
                        _ -> stopStreams())
                .then("remove-rows", whatGoes(), this::removeRows)
                .then(
                        "remove-fences",
                        "takes the fences of both databases down",
                        this::removeFences);
    }

    Outcome run(HeldAttempt held) throws SQLException, InterruptedException {
        held.step("claim", Map.of());
        Fences.require(receiving().claim(held.onFence()));
        held.require(new Change.Pass(held.id(), held.bridge(), null), Map.of());
        return carryOn(held);
    }

    /// From the point of no return to the end.
    Outcome carryOn(HeldAttempt held) throws SQLException, InterruptedException {
        course().run(held);
        held.require(new Change.Finish(held.id(), held.bridge()), Map.of());
        return Outcome.done(
                isCancel()
                        ? "'%s' is where it was: planned, with an empty target."
                                .formatted(module.name())
                        : "'%s' lives in the service alone; its old tables are %s."
                                .formatted(
                                        module.name(),
                                        drop ? "dropped" : "in schema '" + retiredSchema() + "'"));
    }

    private String whatGoes() {
        if (isCancel()) {
            return "empties %d tables of the target"
                    .formatted(module.own().size() + module.followed().size());
        }
        return drop
                ? "drops %d tables of the source".formatted(module.own().size())
                : "moves %d tables of the source into schema '%s'"
                        .formatted(module.own().size(), retiredSchema());
    }

    private Map<String, String> stopStreams() throws InterruptedException {
        workplace.streaming().stop(module.name(), workplace.settings().carried());
        installing.removeLinks();
        return Map.of();
    }

    private Map<String, String> removeRows(HeldAttempt held) throws SQLException {
        if (isCancel()) {
            Emptying.target(module, held);
        } else {
            retire(held);
        }
        return Map.of();
    }

    private Map<String, String> removeFences(HeldAttempt held)
            throws SQLException, InterruptedException {
        installing.removeTriggers();
        Fences.require(receiving().endClaim(held.onFence()));
        return Map.of();
    }

    /// Nothing was removed yet.
    Outcome undo(HeldAttempt held) throws SQLException {
        held.require(
                new Change.BeginUndo(held.id(), held.bridge(), "its bridge is gone"), Map.of());
        Fences.require(receiving().endClaim(held.onFence()));
        held.require(new Change.EndUndo(held.id(), held.bridge()), Map.of());
        return Outcome.failed(
                "Nothing of '%s' was removed.".formatted(module.name()),
                "banyan status " + module.name());
    }

    private boolean isCancel() {
        return kind == AttemptKind.CANCEL;
    }

    /// The side that does not own the module: the target's before a switch, the source's after it.
    private Fence receiving() {
        return workplace.fenceIn(isCancel() ? module.target() : module.source());
    }

    private String retiredSchema() {
        return "banyan_retired_" + module.name();
    }

    private void retire(HeldAttempt held) throws SQLException {
        var tables = new TreeSet<>(Catalogues.fenced(module.source(), module.own()));
        try (var connection = module.source().connect("retire")) {
            connection.setAutoCommit(false);
            if (!Fence.holdsClaim(connection, held.onFence())) {
                connection.rollback();
                throw new AttemptLostException(
                        "The claim on the source of '%s' is gone.".formatted(module.name()));
            }
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '1s'");
                if (!drop) {
                    statement.execute("CREATE SCHEMA IF NOT EXISTS " + retiredSchema());
                }
                for (var change : retiring(tables)) {
                    statement.execute(change);
                }
            }
            connection.commit();
        }
    }

    /// Without CASCADE: what still hangs on the tables is named by PostgreSQL and stops the
    /// removal.
    private List<String> retiring(Set<TableName> tables) {
        if (tables.isEmpty()) {
            return List.of();
        }
        return drop
                ? List.of(
                        "DROP TABLE "
                                + tables.stream()
                                        .map(TableName::quoted)
                                        .collect(Collectors.joining(", ")))
                : tables.stream()
                        .map(t ->
                                "ALTER TABLE %s SET SCHEMA %s"
                                        .formatted(t.quoted(), retiredSchema()))
                        .toList();
    }
}

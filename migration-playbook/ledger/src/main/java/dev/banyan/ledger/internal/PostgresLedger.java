package dev.banyan.ledger.internal;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.ChangeId;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Progress;
import dev.banyan.ledger.Reason;
import dev.banyan.ledger.Request;
import dev.banyan.ledger.Step;
import dev.banyan.ledger.Traffic;
import dev.banyan.ledger.internal.Transactions.CommitUnanswered;
import dev.banyan.ledger.internal.Transactions.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// The ledger in the schema `banyan` of a PostgreSQL database.
public final class PostgresLedger extends PostgresFacts implements Ledger {

    private static final int TRIES = 2;
    private static final long ANY_VERSION = -1;

    /// unique_violation and duplicate_schema.
    private static final Set<String> SCHEMA_MADE_MEANWHILE = Set.of("23505", "42P06");

    private final Transactions transactions;
    private final Supplier<UUID> ids;

    public PostgresLedger(LedgerConnections connections, Supplier<UUID> ids) {
        this(new Transactions(connections), ids);
    }

    private PostgresLedger(Transactions transactions, Supplier<UUID> ids) {
        super(transactions);
        this.transactions = transactions;
        this.ids = ids;
        LedgerJson.warmUp();
    }

    /// Another library may make the schema at the same time: then the first try fails on it.
    @Override
    public void install() {
        try {
            transactions.repeatable("install the ledger", PostgresLedger::installed);
        } catch (LedgerException e) {
            if (!(e.getCause() instanceof SQLException cause)
                    || !SCHEMA_MADE_MEANWHILE.contains(String.valueOf(cause.getSQLState()))) {
                throw e;
            }
            transactions.repeatable("install the ledger", PostgresLedger::installed);
        }
    }

    private static boolean installed(Connection connection) throws SQLException {
        LedgerSchema.install(connection);
        return true;
    }

    @Override
    public Step plan(String module, Traffic traffic, String part, Note note) {
        return changed(
                module,
                Durability.LASTING,
                "plan '%s'".formatted(module),
                (connection, id) -> {
                    alone(connection, module);
                    var before = Extractions.locked(connection, module);
                    if (before.isEmpty()) {
                        var planned = Extraction.planned(module, traffic);
                        return new Step.Taken(
                                Extractions.insert(connection, planned, part, id, note), true);
                    }
                    var replan = new Change.Replan(traffic);
                    var step = Extractions.change(connection, before.get(), replan, id, note);
                    if (step instanceof Step.Taken) {
                        Extractions.writePart(connection, module, part);
                    }
                    return step;
                });
    }

    /// Before a plan there is no row that could be locked.
    private static void alone(Connection connection, String module) throws SQLException {
        Sql.list(
                connection,
                _ -> "",
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 1))",
                module);
    }

    @Override
    public Step apply(String module, Change change, Note note) {
        return apply(module, ANY_VERSION, change, note);
    }

    @Override
    public Step apply(String module, long expectedVersion, Change change, Note note) {
        return changed(
                module,
                durability(change),
                "change '%s'".formatted(module),
                (connection, id) -> {
                    var before = Extractions.locked(connection, module);
                    if (before.isEmpty()) {
                        return unknown(module);
                    }
                    long version = before.get().version();
                    if (expectedVersion != ANY_VERSION && expectedVersion != version) {
                        return changedMeanwhile(module, version, expectedVersion);
                    }
                    return Extractions.change(connection, before.get(), change, id, note);
                });
    }

    /// Nothing depends on a step that was begun: whoever takes over looks at what was done.
    private static Durability durability(Change change) {
        return change instanceof Change.BeginStep ? Durability.FLEETING : Durability.LASTING;
    }

    private interface ChangeWork {
        Step in(Connection connection, UUID id) throws SQLException;
    }

    /// A change whose lost answer is read back, and which is tried again if it did not happen.
    private Step changed(String module, Durability durability, String what, ChangeWork work) {
        var id = new ChangeId(module, ids.get());
        for (int tried = 1; ; tried++) {
            try {
                return transactions.once(
                        durability, what, connection -> work.in(connection, id.id()));
            } catch (CommitUnanswered e) {
                if (readBack(id, e)) {
                    var now = extraction(module).orElseThrow();
                    return new Step.Taken(now, true);
                }
                if (tried == TRIES) {
                    throw new LedgerException("Cannot %s: its commit fails.".formatted(what), e);
                }
            }
        }
    }

    private boolean readBack(ChangeId id, CommitUnanswered unanswered) {
        try {
            return happened(id);
        } catch (LedgerException e) {
            e.addSuppressed(unanswered);
            throw new LedgerException.OutcomeUnknown(id, e);
        }
    }

    /// The lock on the extraction's row waits for a transaction that is still committing.
    @Override
    public boolean happened(ChangeId change) {
        return transactions.repeatable(
                "read back change '%s'".formatted(change.id()),
                connection -> {
                    alone(connection, change.module());
                    Extractions.locked(connection, change.module());
                    return Journal.has(connection, change.id());
                });
    }

    private static Step unknown(String module) {
        return new Step.Refused(
                Reason.UNKNOWN_MODULE,
                "Nobody has planned '%s'.".formatted(module),
                "no extraction",
                "a plan",
                "banyan plan " + module);
    }

    private static Step changedMeanwhile(String module, long found, long expected) {
        return new Step.Refused(
                Reason.CHANGED_MEANWHILE,
                "Somebody has changed '%s' since it was read.".formatted(module),
                "version " + found,
                "version " + expected,
                "banyan log " + module);
    }

    @Override
    public LedgerView view() {
        return transactions.repeatable("read the ledger", Extractions::view);
    }

    @Override
    public Optional<Extraction> extraction(String module) {
        return Optional.ofNullable(view().extraction(module));
    }

    @Override
    public Optional<ModulePart> part(String module) {
        return transactions.repeatable(
                "read the plan of '%s'".formatted(module),
                connection ->
                        Optional.ofNullable(
                                Sql.first(
                                        connection,
                                        row -> new ModulePart(row.getLong(1), row.getString(2)),
                                        "SELECT part_version, part FROM banyan.extraction WHERE module = ?",
                                        module)));
    }

    @Override
    public List<JournalEntry> journal(String module, long after, int limit) {
        return transactions.repeatable(
                "read the journal of '%s'".formatted(module),
                connection -> Journal.behind(connection, module, after, limit));
    }

    @Override
    public Optional<JournalEntry> newest(String module, String event) {
        return transactions.repeatable(
                "read the journal of '%s'".formatted(module),
                connection -> Journal.newest(connection, module, event));
    }

    @Override
    public void record(String module, String event, Note note) {
        var id = ids.get();
        transactions.repeatable(
                "write the journal of '%s'".formatted(module),
                connection -> {
                    var extraction = Extractions.locked(connection, module);
                    if (extraction.isPresent()) {
                        Journal.write(connection, extraction.get(), event, id, note);
                    }
                    return extraction.isPresent();
                });
    }

    @Override
    public Request.Asked ask(
            UUID id, String module, String verb, Map<String, String> arguments, String by) {
        return transactions.repeatable(
                "ask for '%s'".formatted(verb),
                connection -> Requests.ask(connection, id, module, verb, arguments, by));
    }

    @Override
    public Optional<Request> take(String bridge, Duration lease) {
        return transactions.repeatable(
                "take a request", connection -> Requests.take(connection, bridge, lease));
    }

    @Override
    public boolean renew(UUID request, String bridge, Duration lease) {
        return transactions.repeatable(
                "renew a request",
                connection -> Requests.renew(connection, request, bridge, lease));
    }

    @Override
    public void progress(UUID request, String bridge, Progress progress) {
        transactions.fleeting(
                "tell how far a request is",
                connection -> Requests.progress(connection, request, bridge, progress));
    }

    @Override
    public boolean end(UUID request, String bridge, Request.Outcome outcome) {
        return transactions.repeatable(
                "end a request", connection -> Requests.end(connection, request, bridge, outcome));
    }

    @Override
    public Optional<Request> request(UUID id) {
        return transactions.repeatable(
                "read a request", connection -> Requests.find(connection, id));
    }

    @Override
    public Instant clock() {
        return transactions.repeatable("read the ledger's clock", Sql::now);
    }

    @Override
    public void close() {
        transactions.close();
    }
}

package dev.banyan.extraction;

import dev.banyan.ledger.JournalEntry;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.contract.Contracts;
import dev.banyan.ledger.contract.HttpBuilds;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.TableName;
import dev.banyan.replication.drift.SchemaComparison;
import dev.banyan.replication.fence.FenceTriggers;
import dev.banyan.replication.fence.KnownWriter;
import dev.banyan.replication.fence.TriggerSettings;
import dev.banyan.replication.fence.Writers;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.SequenceStep;
import dev.banyan.replication.sequence.Sequences;
import dev.banyan.routing.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What must be true before the owner changes, or reads go elsewhere: each with what was found, the
/// limit, and what helps. Changes nothing.
final class Preflight {
    /// The journal's word for a diff.
    static final String DIFF = "diff";

    /// What the sessions of bridge, proxy and command line call themselves; the reader is
    /// Debezium's.
    private static final List<String> OWN_SESSIONS = List.of("banyan*", "Debezium General");

    private final MovedModule module;
    private final Workplace workplace;
    private final List<String> findings = new ArrayList<>();

    Preflight(MovedModule module, Workplace workplace) {
        this.module = module;
        this.workplace = workplace;
    }

    /// Everything that a change of owner asks for.
    List<String> of(OwnerChange change) throws SQLException, InterruptedException {
        return change.oldIsLost() ? ofReverseWithoutOwner() : ofSwitch(change.old());
    }

    List<String> ofSwitch(Side old) throws SQLException, InterruptedException {
        if (old == Side.CONTROL) {
            checkContracts();
        }
        checkStream(Side.CANDIDATE);
        checkStream(old);
        checkParticipants();
        checkDiff();
        checkSchemas(old);
        checkFence(old);
        checkFence(old.other());
        checkWriters(old);
        checkTransactions(old);
        checkSequences(old);
        return List.copyOf(findings);
    }

    /// What the way back asks for where the owner's database is gone: that it really is, and that
    /// everybody hears of it.
    private List<String> ofReverseWithoutOwner() throws InterruptedException {
        checkParticipants();
        checkOwnerIsGone();
        return List.copyOf(findings);
    }

    private void checkOwnerIsGone() {
        try (var _ = module.target().connect("reverse")) {
            add(
                    "the database of the service answers: its writes need not be lost. 'banyan reverse %s' takes them along"
                            .formatted(module.name()));
        } catch (SQLException gone) {
            // As it must be.
        }
    }

    /// What splitting reads asks for.
    List<String> ofReads() {
        checkStream(Side.CANDIDATE);
        checkContracts();
        return List.copyOf(findings);
    }

    /// Only where the configuration says where the contracts are, and only on the way there: who
    /// goes back may do so because a contract is broken.
    private void checkContracts() {
        module.settings()
                .contracts()
                .map(contracts ->
                        new Contracts(
                                module.name(),
                                contracts,
                                () -> module.source().connect("contracts"),
                                new HttpBuilds(),
                                System.getenv()))
                .ifPresent(contracts -> contracts.findings().forEach(this::add));
    }

    private void checkStream(Side to) {
        var link = module.linkTo(to);
        var state = workplace.streaming().stateTo(module.name(), to);
        if (!state.running()) {
            add(
                    "the stream '%s' is not running%s"
                            .formatted(link.name(), state.stopped().map(w -> ": " + w).orElse("")));
            return;
        }
        try {
            var lag = Streams.lag(link, workplace.ledger().clock());
            var limit = workplace.settings().lagLimit();
            if (lag.time().isEmpty() || lag.time().get().compareTo(limit) > 0) {
                add(
                        "the stream '%s' lags by %s, the limit is %s"
                                .formatted(
                                        link.name(),
                                        lag.time()
                                                .map(ReadableDuration::of)
                                                .orElse("an unknown time"),
                                        ReadableDuration.of(limit)));
            }
        } catch (StreamStoppedException e) {
            add(String.valueOf(e.getMessage()));
        }
    }

    /// The newest version may be a moment old: nobody waits for anything yet, so everybody gets the
    /// time to hear of it.
    private void checkParticipants() throws InterruptedException {
        var version = workplace.ledger().view().version();
        var patience = Deadline.in(workplace.settings().notice());
        var waiting = new Participants(workplace.ledger()).await(version, patience);
        if (!waiting.isOver()) {
            add(
                    "not everybody is on version %d: %s; 'banyan forget PROCESS' takes off who is gone for good"
                            .formatted(version, waiting));
        }
    }

    private void checkDiff() {
        var newest = workplace.ledger().newest(module.name(), DIFF);
        if (newest.isEmpty()) {
            add("nothing was compared yet; 'banyan diff %s' does".formatted(module.name()));
            return;
        }
        checkDiff(newest.get(), workplace.ledger().clock());
    }

    private void checkDiff(JournalEntry diff, Instant now) {
        var age = Duration.between(diff.at(), now);
        if (!"true".equals(diff.evidence().get("clean"))) {
            add("the last diff found %s differences".formatted(diff.evidence().get("differences")));
        } else if (age.compareTo(workplace.settings().diffAge()) > 0) {
            add(
                    "the last diff is %s old, the limit is %s"
                            .formatted(
                                    ReadableDuration.of(age),
                                    ReadableDuration.of(workplace.settings().diffAge())));
        }
    }

    private void checkSchemas(Side old) throws SQLException {
        var owner = Catalogues.of(module.databaseOf(old), module.own());
        var other = Catalogues.of(module.databaseOf(old.other()), module.own());
        SchemaComparison.compare(owner, other)
                .forEach(drift -> add("the schemas differ: " + drift));
    }

    private void checkFence(Side side) throws SQLException {
        var database = module.databaseOf(side);
        Set<TableName> tables = Catalogues.fenced(database, module.own());
        new FenceTriggers(database, TriggerSettings.STANDARD)
                .gaps(module.name(), tables)
                .forEach(gap -> add("a write could pass the fence: " + gap));
    }

    private void checkWriters(Side old) throws SQLException {
        var database = module.databaseOf(old);
        try (var connection = database.connect("writers")) {
            Writers.unknown(
                            connection,
                            Catalogues.fenced(database, module.own()),
                            knownWriters(database.username()))
                    .forEach(w ->
                            add(
                                    "%s Next: name it under 'knownWriters' of the module, or end it"
                                            .formatted(w)));
        }
    }

    /// Those that the configuration names, and the toolkit's own sessions.
    private List<KnownWriter> knownWriters(String ownRole) {
        var known = new ArrayList<KnownWriter>();
        OWN_SESSIONS.forEach(application -> known.add(new KnownWriter(ownRole, application, null)));
        module.settings()
                .knownWriters()
                .forEach(w ->
                        known.add(
                                new KnownWriter(
                                        w.role().orElse(null),
                                        w.application().orElse(null),
                                        w.address().orElse(null))));
        return known;
    }

    private void checkTransactions(Side old) throws SQLException {
        try (var connection = module.databaseOf(old).connect("transactions")) {
            Writers.olderThan(connection, workplace.settings().transactionAge())
                    .forEach(t ->
                            add(
                                    "a transaction is open for longer than %s: %s"
                                            .formatted(
                                                    ReadableDuration.of(
                                                            workplace.settings().transactionAge()),
                                                    t)));
        }
    }

    /// What step 5 would do if the owner changed now, and numbers that the owner has used without
    /// its sequences.
    private void checkSequences(Side old) throws SQLException {
        var fresh = module.databaseOf(old.other());
        try (var owner = module.databaseOf(old).connect("sequences");
                var other = fresh.connect("sequences")) {
            freeze(owner);
            var given = sequences(owner);
            unsafe(Sequences.behind(owner, given));
            var values = Sequences.read(owner, given);
            unsafe(
                    Sequences.plan(
                            other,
                            values,
                            sequences(other),
                            workplace.settings().sequenceMargin()));
        }
    }

    /// Rows are seen as of now, sequences as of later: a row that is written in between looks as if
    /// its sequence were behind the other way round.
    private static void freeze(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private List<Sequence> sequences(Connection connection) throws SQLException {
        return CatalogueReader.read(connection, Selection.ofTables(module.own())).sequences();
    }

    private void unsafe(List<SequenceStep> steps) {
        steps.stream().filter(step -> !step.isSafe()).forEach(step -> add(step.toString()));
    }

    private void add(String finding) {
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /// What to tell when something is in the way.
    static Optional<Outcome> refusal(String module, String what, List<String> findings) {
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Outcome.refused(
                                "Cannot %s of '%s':%n- %s"
                                        .formatted(what, module, String.join("\n- ", findings)),
                                "banyan status " + module));
    }
}

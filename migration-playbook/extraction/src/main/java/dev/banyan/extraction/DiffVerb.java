package dev.banyan.extraction;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.Progress;
import dev.banyan.ledger.SideName;
import dev.banyan.replication.Link;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.diff.CommonPosition;
import dev.banyan.replication.diff.DiffReport;
import dev.banyan.replication.diff.DiffSettings;
import dev.banyan.replication.diff.Differ;
import dev.banyan.replication.diff.PendingChanges;
import dev.banyan.replication.diff.PendingLog;
import dev.banyan.replication.diff.StandsAt;
import dev.banyan.replication.schema.Catalogue;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares all rows of all tables of a module, while both sides are written.
final class DiffVerb {
    private static final Logger log = LoggerFactory.getLogger(DiffVerb.class);
    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Asked asked;
    private final MovedModule module;
    private final Workplace workplace;
    private final DiffSettings settings;
    private final Side owner;

    DiffVerb(Asked asked) {
        this.asked = asked;
        this.module = asked.module();
        this.workplace = asked.workplace();
        this.owner = asked.extraction().owner();
        this.settings =
                asked.has("values") ? DiffSettings.STANDARD.showingValues() : DiffSettings.STANDARD;
    }

    Outcome run() throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        if (!asked.extraction().phase().isFollowed()) {
            return Outcome.refused(
                    "'%s' is %s, so there is nothing to compare."
                            .formatted(module.name(), asked.extraction().phase()),
                    "banyan create " + module.name());
        }
        if (asked.isDryRun()) {
            return asked.has("repair")
                    ? asked.told(AttemptKind.REPAIR, RepairVerb.steps(owner))
                    : Outcome.told("Nothing was compared.", List.of(told()));
        }
        var report = compare();
        boolean equal = report.isClean() && !hasStopped();
        return equal || !asked.has("repair")
                ? outcome(report)
                : new RepairVerb(asked, this, report).run();
    }

    private String told() throws SQLException {
        return "compare: compares all rows of %d tables of the %s with the other side's"
                .formatted(tables().size(), SideName.of(owner));
    }

    /// Compares, and writes what was found into the journal.
    DiffReport compare()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var report = compared();
        workplace
                .ledger()
                .record(
                        module.name(),
                        Preflight.DIFF,
                        new Note(workplace.bridge(), evidence(report)));
        return report;
    }

    Outcome outcome(DiffReport report) {
        var told = told(module.name(), report);
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

    private List<TableName> tables() {
        return owner == Side.CONTROL ? module.forward().tables() : module.reverse().tables();
    }

    /// The owner's tables, as the diff sees them.
    Catalogue catalogue() throws SQLException {
        return Catalogues.of(module.databaseOf(owner), Set.copyOf(tables()));
    }

    private DiffReport compared()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var catalogue = catalogue();
        var tables = catalogue.tablesWithRows();
        var done = new AtomicInteger();
        try (var position = position();
                var _ = Telling.of(workplace.progress(), () -> told(done.get(), tables.size()))) {
            return new Differ(settings, InstantSource.system(), _ -> done.incrementAndGet())
                    .compare(
                            position.snapshots(),
                            tables,
                            catalogue.foreignKeys(),
                            pending(position, catalogue));
        }
    }

    /// Whether the stream to the other side stands, and will until somebody does something.
    boolean hasStopped() {
        return workplace.streaming().stateTo(module.name(), owner.other()).stopped().isPresent();
    }

    /// What a stream that stands has not applied yet is no damage. Where its slot is lost, nobody
    /// can tell.
    private PendingChanges pending(CommonPosition position, Catalogue catalogue)
            throws SQLException, InterruptedException {
        if (!hasStopped()) {
            return PendingChanges.NONE;
        }
        try {
            return PendingLog.read(
                    link(), position.snapshots(), catalogue.tablesWithRows(), PATIENCE);
        } catch (StreamStoppedException e) {
            log.warn("{}: lag cannot be told from damage: {}", module.name(), e.getMessage());
            return PendingChanges.NONE;
        }
    }

    Link link() {
        return module.linkTo(owner.other());
    }

    DiffSettings settings() {
        return settings;
    }

    private static Progress told(int done, int tables) {
        return new Progress("diff", done, tables, "tables", null);
    }

    /// A running stream is asked to stand still for a moment; one that has stopped stands already.
    private CommonPosition position()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var other = owner.other();
        var patience = Deadline.in(PATIENCE);
        for (int tried = 1; ; tried++) {
            workplace.awaitStream(module.name(), other, patience);
            var stream = workplace.streaming().streamTo(module.name(), other);
            if (stream.isEmpty()) {
                return CommonPosition.ofStopped(
                        module.databaseOf(owner), module.databaseOf(other), PATIENCE);
            }
            try {
                return CommonPosition.take(
                        module.databaseOf(owner),
                        module.databaseOf(other),
                        StandsAt.of(stream.get()),
                        PATIENCE);
            } catch (ExecutionException e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    static String told(String module, DiffReport report) {
        return report.isClean()
                ? "'%s' is equal on both sides: %d rows of %d tables at %s."
                        .formatted(module, report.rows(), report.tables().size(), report.position())
                : "'%s' differs in %d rows (%d explained by lag) and has %d orphans:%n%s"
                        .formatted(
                                module,
                                report.differences(),
                                report.lagging(),
                                report.orphans().size(),
                                String.join(
                                        "\n",
                                        report.listed().stream().map(Object::toString).toList()));
    }
}

package dev.banyan.replication.diff;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.schema.ForeignKey;
import dev.banyan.replication.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Compares all rows of all tables under a pair of snapshots. Both sides may be written meanwhile.
///
/// Safe for use by several threads.
public final class Differ {

    private final DiffSettings settings;
    private final InstantSource clock;
    private final Consumer<TableResult> compared;

    public Differ(DiffSettings settings, InstantSource clock) {
        this(settings, clock, _ -> {});
    }

    /// @param compared hears of each table once it is compared
    public Differ(DiffSettings settings, InstantSource clock, Consumer<TableResult> compared) {
        this.settings = settings;
        this.clock = clock;
        this.compared = compared;
    }

    /// Compares tables that have the same columns on both sides; check for drift first.
    ///
    /// @param foreignKeys looked at for orphans on each side that has both of their tables: applied
    ///   rows are not checked by PostgreSQL, and keys across the cut by nobody
    /// @param pending what explains a difference, where the snapshots are not of one place
    public DiffReport compare(
            SnapshotPair snapshots,
            Collection<Table> tables,
            Collection<ForeignKey> foreignKeys,
            PendingChanges pending)
            throws SQLException {
        Instant takenAt = clock.instant();
        Findings findings = new Findings(settings, pending);
        List<TableResult> results = new ArrayList<>();
        prepare(snapshots.owner());
        prepare(snapshots.other());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Table table : tables) {
                if (table.hasRows()) {
                    TableResult result = compare(snapshots, table, findings, executor);
                    results.add(result);
                    compared.accept(result);
                }
            }
        }
        List<Orphan> orphans = orphans(snapshots, foreignKeys);
        return new DiffReport(
                snapshots.position(),
                takenAt,
                Duration.between(takenAt, clock.instant()),
                results,
                findings.listed(),
                findings.count(),
                findings.lagging(),
                orphans,
                findings.repairs());
    }

    private TableResult compare(
            SnapshotPair snapshots, Table table, Findings findings, ExecutorService executor)
            throws SQLException {
        TableShape shape = TableShape.of(table);
        int chunks = settings.chunks(table.estimatedRows());
        return new TableComparison(shape, snapshots.owner(), snapshots.other(), chunks)
                .run(executor, (owner, other) -> findings.add(shape, owner, other));
    }

    /// Values must be printed alike whatever a database's own settings are.
    static void prepare(Connection connection) throws SQLException {
        Query.of(
                        """
                        select set_config('search_path', '', true), set_config('DateStyle', 'ISO, YMD', true),
                               set_config('IntervalStyle', 'postgres', true), set_config('TimeZone', 'UTC', true),
                               set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
                               set_config('lc_monetary', 'C', true), set_config('xmloption', 'content', true),
                               set_config('row_security', 'off', true)
                        """)
                .execute(connection);
    }

    private static List<Orphan> orphans(SnapshotPair snapshots, Collection<ForeignKey> foreignKeys)
            throws SQLException {
        List<Orphan> orphans = new ArrayList<>();
        for (ForeignKey foreignKey : foreignKeys) {
            addOrphans(snapshots.owner(), foreignKey, Orphan.Side.OWNER, orphans);
            addOrphans(snapshots.other(), foreignKey, Orphan.Side.OTHER, orphans);
        }
        return orphans;
    }

    private static void addOrphans(
            Connection connection, ForeignKey foreignKey, Orphan.Side side, List<Orphan> orphans)
            throws SQLException {
        if (!exists(connection, foreignKey.table())
                || !exists(connection, foreignKey.referenced())) {
            return;
        }
        long rows = Query.of(orphans(foreignKey)).one(connection, row -> row.getLong(1));
        if (rows > 0) {
            orphans.add(new Orphan(foreignKey, side, rows));
        }
    }

    private static boolean exists(Connection connection, TableName table) throws SQLException {
        return Query.of("select to_regclass(?) is not null", table.quoted())
                .one(connection, row -> row.getBoolean(1));
    }

    /// A key with a NULL in it refers to nothing (MATCH SIMPLE).
    private static String orphans(ForeignKey foreignKey) {
        String given =
                foreignKey.columns().stream()
                        .map(column -> "c." + TableName.quoted(column) + " is not null")
                        .collect(Collectors.joining(" and "));
        String same =
                IntStream.range(0, foreignKey.columns().size())
                        .mapToObj(place ->
                                "p.%s = c.%s"
                                        .formatted(
                                                TableName.quoted(
                                                        foreignKey.referencedColumns().get(place)),
                                                TableName.quoted(foreignKey.columns().get(place))))
                        .collect(Collectors.joining(" and "));
        return "select count(*) from %s c where %s and not exists (select from %s p where %s)"
                .formatted(
                        foreignKey.table().quoted(), given, foreignKey.referenced().quoted(), same);
    }
}

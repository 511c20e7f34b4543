package dev.banyan.replication.diff;

import dev.banyan.replication.ChangeEvent;
import dev.banyan.replication.ChangeSource;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Position;
import dev.banyan.replication.Positions;
import dev.banyan.replication.Row;
import dev.banyan.replication.Signals;
import dev.banyan.replication.SourceTable;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Predecessor;
import dev.banyan.replication.internal.pgoutput.PgOutputSource;
import dev.banyan.replication.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows that the log of a stopped stream still changes, up to the owner's snapshot.
///
/// Read through the stream's own slot, which is not moved: nothing is ever confirmed.
public final class PendingLog implements PendingChanges {

    /// Of these many changed rows it knows the keys; a difference behind them counts as real.
    static final int ROWS_AT_MOST = 1_000_000;

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Map<TableName, List<String>> identities;
    private final Map<TableName, Set<List<@Nullable String>>> keys = new HashMap<>();
    private final Set<TableName> emptied = new HashSet<>();
    private final List<ChangeEvent> open = new ArrayList<>();
    private int rows;

    private PendingLog(Map<TableName, List<String>> identities) {
        this.identities = identities;
    }

    /// Reads what lies between the position of a stopped stream and the owner's snapshot.
    ///
    /// @throws StreamStoppedException if the slot cannot be read, or not to the end in time
    public static PendingLog read(
            Link link, SnapshotPair snapshots, Collection<Table> tables, Duration deadline)
            throws SQLException, InterruptedException {
        Position position =
                Positions.read(snapshots.other(), link.name())
                        .orElseThrow(() -> unread(link, "it has no position"));
        Map<TableName, List<String>> identities = new HashMap<>();
        tables.forEach(table -> identities.put(table.name(), TableShape.of(table).identity()));
        PendingLog log = new PendingLog(identities);
        wake(link);
        try (ChangeSource source =
                Predecessor.outlived(
                        deadline,
                        () ->
                                PgOutputSource.open(
                                        link, position.lsn(), StreamSettings.defaults()))) {
            log.readTo(link, snapshots.position(), source, deadline);
        }
        return log;
    }

    /// A transaction behind the snapshot, so that the end of what counts is seen.
    private static void wake(Link link) throws SQLException {
        try (Connection source = link.source().connect("diff")) {
            Signals.marker(source, "diff of '" + link.name() + "'");
        }
    }

    private void readTo(Link link, Lsn place, ChangeSource source, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Optional<ChangeEvent> event = source.poll(LOOK);
            if (event.isPresent() && !take(event.get(), place)) {
                return;
            }
            if (System.nanoTime() > end) {
                throw unread(link, "its log did not come to an end within " + deadline);
            }
        }
    }

    /// False once a transaction lies behind the place.
    private boolean take(ChangeEvent event, Lsn place) {
        if (event instanceof ChangeEvent.Commit commit) {
            if (commit.end().isAfter(place)) {
                return false;
            }
            open.forEach(this::remember);
            open.clear();
        } else if (rows < ROWS_AT_MOST) {
            open.add(event);
            rows++;
        }
        return true;
    }

    private void remember(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.Insert insert -> remember(insert.table(), insert.row());
            case ChangeEvent.Delete delete -> remember(delete.table(), delete.before());
            case ChangeEvent.Update update -> {
                remember(update.table(), update.after());
                if (update.before() != null) {
                    remember(update.table(), update.before());
                }
            }
            case ChangeEvent.Truncate truncate -> emptied.add(truncate.table().name());
            case ChangeEvent.Begin begin -> {
                // Changes no row, nor do the others.
            }
            case ChangeEvent.Message message -> {}
            case ChangeEvent.Commit commit -> {}
        }
    }

    private void remember(SourceTable table, Row row) {
        List<@Nullable String> key = new ArrayList<>();
        for (String column : identities.getOrDefault(table.name(), List.of())) {
            int place = table.columns().indexOf(column);
            if (place < 0 || row.isAbsent(place)) {
                return;
            }
            key.add(row.value(place));
        }
        keys.computeIfAbsent(table.name(), name -> new HashSet<>()).add(key);
    }

    @Override
    public boolean concern(TableName table, List<@Nullable String> key) {
        return emptied.contains(table) || keys.getOrDefault(table, Set.of()).contains(key);
    }

    private static StreamStoppedException unread(Link link, String why) {
        return new StreamStoppedException(
                StopReason.UNREADABLE,
                "What the log still holds for '" + link.name() + "' cannot be told: " + why + ".");
    }
}

package dev.banyan.replication.internal.copy;

import dev.banyan.replication.Copier;
import dev.banyan.replication.CopySettings;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Positions;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;

/// Tables beside a link's own in the target, where a copy waits to be put in place.
public final class StagingTables {

    private static final String SCHEMA = "banyan";

    private final Link link;

    public StagingTables(Link link) {
        this.link = link;
    }

    /// Makes them, empty, whatever was left of them. Nothing of them need outlive a crash: after
    /// one the copy begins anew.
    public void create() {
        try (Connection target = link.target().connect("recopy " + link.name())) {
            Positions.install(target);
            for (TableName table : link.tables()) {
                drop(target, table);
                Query.of(
                                "CREATE UNLOGGED TABLE "
                                        + of(table).quoted()
                                        + " (LIKE "
                                        + table.quoted()
                                        + " INCLUDING GENERATED)")
                        .execute(target);
            }
        } catch (SQLException e) {
            throw failed("make", e);
        }
    }

    public Copier copier(CopySettings settings, Moment.Listener moments) {
        return new ParallelCopier(link, settings, moments, this::of, false);
    }

    /// The statement that moves the rows of one table over.
    public String insert(Connection target, TableName table) throws SQLException {
        String columns =
                Query.of(
                                """
                                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                                WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
                                    AND attgenerated = ''
                                """,
                                table.quoted())
                        .one(target, row -> row.getString(1));
        return "INSERT INTO "
                + table.quoted()
                + " ("
                + columns
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + columns
                + " FROM "
                + of(table).quoted();
    }

    public void drop() {
        try (Connection target = link.target().connect("recopy " + link.name())) {
            for (TableName table : link.tables()) {
                drop(target, table);
            }
        } catch (SQLException e) {
            throw failed("drop", e);
        }
    }

    private void drop(Connection target, TableName table) throws SQLException {
        Query.of("DROP TABLE IF EXISTS " + of(table).quoted()).execute(target);
    }

    private TableName of(TableName table) {
        return new TableName(SCHEMA, "recopy_" + link.name() + "_" + link.tables().indexOf(table));
    }

    private StreamStoppedException failed(String verb, SQLException e) {
        return new StreamStoppedException(
                StopReason.DISCONNECTED,
                "Cannot "
                        + verb
                        + " the staging tables of '"
                        + link.name()
                        + "': "
                        + e.getMessage(),
                e);
    }
}

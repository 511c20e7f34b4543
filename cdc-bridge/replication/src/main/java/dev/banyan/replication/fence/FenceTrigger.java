package dev.banyan.replication.fence;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The trigger of one module's fence, the same on every table.
///
/// @param number the module's; part of the name, so that an outbox can have several
/// @param type the bits of `pg_trigger.tgtype`
/// @param form when it fires, for whom, and on what condition
record FenceTrigger(int number, int type, String form) {

    /// BEFORE, and INSERT, DELETE, UPDATE, TRUNCATE; not ROW.
    private static final int EVERY_STATEMENT = 2 | 4 | 8 | 16 | 32;

    /// ROW, BEFORE, INSERT.
    private static final int EACH_INSERTED_ROW = 1 | 2 | 4;

    static FenceTrigger of(FenceRow row) {
        return new FenceTrigger(
                row.number(),
                EVERY_STATEMENT,
                "before insert or update or delete or truncate on %s for each statement");
    }

    static FenceTrigger ofOutbox(FenceRow row, String moduleColumn) {
        String module = "'" + row.module().replace("'", "''").replace("%", "%%") + "'";
        return new FenceTrigger(
                row.number(),
                EACH_INSERTED_ROW,
                "before insert on %s for each row when (new."
                        + TableName.quoted(moduleColumn).replace("%", "%%")
                        + " = "
                        + module
                        + ")");
    }

    String name() {
        return "banyan_fence_" + number;
    }

    String create(TableName table) {
        return "create or replace trigger "
                + name()
                + " "
                + form.formatted(table.quoted())
                + " execute function banyan.fence('"
                + number
                + "')";
    }

    String drop(TableName table) {
        return "drop trigger if exists " + name() + " on " + table.quoted();
    }

    List<TableName> tables(Connection connection) throws SQLException {
        return Query.of(
                        """
                        select n.nspname::text as schema, c.relname::text as name
                        from pg_trigger t join pg_class c on c.oid = t.tgrelid
                             join pg_namespace n on n.oid = c.relnamespace
                        where t.tgname = ? and t.tgfoid = to_regprocedure('banyan.fence()')
                          and t.tgparentid = 0
                        order by 1, 2
                        """,
                        name())
                .list(
                        connection,
                        row -> new TableName(row.getString("schema"), row.getString("name")));
    }

    /// Why a write of the table would not meet this trigger.
    Optional<FenceGap> gap(Connection connection, TableName table) throws SQLException {
        Optional<FenceGap.Reason> reason =
                Query.of(
                                """
                                select t.tgenabled = 'O' as enabled,
                                       t.tgtype = ? and t.tgargs = convert_to(?::text, 'SQL_ASCII') || '\\x00'::bytea
                                         and t.tgfoid = to_regprocedure('banyan.fence()')
                                         and (t.tgqual is null or t.tgtype & 1 = 1) as same
                                from pg_trigger t
                                where t.tgrelid = to_regclass(?) and t.tgname = ?
                                """,
                                type,
                                number,
                                table.quoted(),
                                name())
                        .first(connection, FenceTrigger::reason)
                        .orElse(Optional.of(FenceGap.Reason.MISSING));
        return reason.map(found -> new FenceGap(table, found));
    }

    private static Optional<FenceGap.Reason> reason(ResultSet row) throws SQLException {
        if (!row.getBoolean("same")) {
            return Optional.of(FenceGap.Reason.DIFFERENT);
        }
        return row.getBoolean("enabled") ? Optional.empty() : Optional.of(FenceGap.Reason.DISABLED);
    }
}

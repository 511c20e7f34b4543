package dev.banyan.replication.fence;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for those who write, may write, or have been writing for too long.
///
/// Without membership in `pg_read_all_stats` the addresses of others are hidden: whoever is told by
/// an address is then unknown, and no transaction of others is seen as old.
public final class Writers {

    private static final String UNKNOWN =
            """
            with writing as (
              select distinct r.oid
              from pg_roles r, unnest(?::text[]) t(name)
              where has_table_privilege(r.oid, to_regclass(t.name), 'INSERT, UPDATE, DELETE, TRUNCATE')
                 or has_any_column_privilege(r.oid, to_regclass(t.name), 'INSERT, UPDATE')
            )
            select a.pid, a.usename::text as login, coalesce(a.application_name, '') as application,
                   coalesce(host(a.client_addr), 'local') as address
            from pg_stat_activity a
            where a.datname = current_database() and a.usesysid is not null and a.pid <> pg_backend_pid()
              and coalesce(a.backend_type, 'client backend') not in ('walsender', 'parallel worker', 'autovacuum worker')
              and exists (select from writing w where pg_has_role(a.usesysid, w.oid, 'MEMBER'))
              and not exists (
                select from unnest(?::text[], ?::text[], ?::text[]) k(role, application, address)
                where (k.role = '' or k.role = a.usename::text)
                  and (k.application = '' or a.application_name = k.application
                       or (right(k.application, 1) = '*'
                           and starts_with(a.application_name, left(k.application, -1))))
                  and case k.address when '' then true when 'local' then a.client_addr is null
                        else coalesce(a.client_addr <<= k.address::inet, false) end)
            order by a.pid
            """;

    private static final String OLD =
            """
            select a.pid, null as prepared, coalesce(a.datname::text, '') as database,
                   coalesce(a.usename::text, '') as login, coalesce(a.application_name, '') as application,
                   coalesce(a.state, a.backend_type, '') as state, a.backend_xid is not null as wrote,
                   (extract(epoch from clock_timestamp() - a.xact_start) * 1000)::bigint as age_millis
            from pg_stat_activity a
            where a.xact_start < clock_timestamp() - ? * interval '1 millisecond'
              and a.pid <> pg_backend_pid() and a.backend_type <> 'walsender'
            union all
            select null, p.gid, p.database::text, p.owner::text, '', 'prepared', true,
                   (extract(epoch from clock_timestamp() - p.prepared) * 1000)::bigint
            from pg_prepared_xacts p
            where p.prepared < clock_timestamp() - ? * interval '1 millisecond'
            order by age_millis desc
            """;

    private Writers() {}

    /// The sessions of this database whose user, or any role that it is a member of, may write one
    /// of the tables, and that match no known writer.
    public static List<Writer> unknown(
            Connection connection, Collection<TableName> tables, List<KnownWriter> known)
            throws SQLException {
        return Query.of(
                        UNKNOWN,
                        tables.stream().map(TableName::quoted).toList(),
                        known.stream().map(writer -> orEmpty(writer.role())).toList(),
                        known.stream().map(writer -> orEmpty(writer.application())).toList(),
                        known.stream().map(writer -> orEmpty(writer.address())).toList())
                .list(
                        connection,
                        row ->
                                new Writer(
                                        row.getInt("pid"),
                                        row.getString("login"),
                                        row.getString("application"),
                                        row.getString("address")));
    }

    /// Transactions of the whole server, prepared ones too, that are older than a limit.
    public static List<OpenTransaction> olderThan(Connection connection, Duration limit)
            throws SQLException {
        return Query.of(OLD, limit.toMillis(), limit.toMillis())
                .list(
                        connection,
                        row ->
                                new OpenTransaction(
                                        row.getObject("pid", Integer.class),
                                        row.getString("prepared"),
                                        row.getString("database"),
                                        row.getString("login"),
                                        row.getString("application"),
                                        row.getString("state"),
                                        row.getBoolean("wrote"),
                                        Duration.ofMillis(row.getLong("age_millis"))));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}

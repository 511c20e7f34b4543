package dev.banyan.replication.fence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A session (or a prepared transaction, then without process) that holds what is needed.
///
/// The statement is left out: it may contain data.
///
/// @param transactionAge zero where it is not known
public record Blocker(
        @Nullable Integer process,
        String user,
        String application,
        String address,
        String state,
        boolean isAutovacuum,
        Duration transactionAge) {

    static final String COLUMNS =
            """
            a.pid as process, coalesce(a.usename::text, '') as login,
            coalesce(a.application_name, '') as application,
            coalesce(host(a.client_addr), 'local') as address,
            case when a.pid is null then 'prepared transaction' else coalesce(a.state, a.backend_type, '') end as state,
            coalesce(a.backend_type = 'autovacuum worker', false) as is_autovacuum,
            coalesce(extract(epoch from clock_timestamp() - a.xact_start) * 1000, 0)::bigint as age_millis
            """;

    static Blocker of(ResultSet row) throws SQLException {
        int process = row.getInt("process");
        return new Blocker(
                row.wasNull() ? null : process,
                row.getString("login"),
                row.getString("application"),
                row.getString("address"),
                row.getString("state"),
                row.getBoolean("is_autovacuum"),
                Duration.ofMillis(row.getLong("age_millis")));
    }

    @Override
    public String toString() {
        String who = process == null ? "a prepared transaction" : "process " + process;
        return "%s (user '%s', application '%s', %s, %s, open for %s)"
                .formatted(who, user, application, address, state, transactionAge);
    }
}

package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The end of a subscription: what came after it is the application's again, but of each subject
/// only after what came before it.
final class Returns {

    /// With more subjects than this unfinished, all wait.
    private static final int SUBJECTS = 10_000;

    private Returns() {}

    private record Ending(String subscriber, String module, boolean read) {}

    static void settle(Connection connection, String link) throws SQLException {
        boolean any =
                Query.of(
                                "SELECT EXISTS (SELECT FROM banyan.subscription WHERE until_lsn IS NOT NULL)")
                        .one(connection, row -> row.getBoolean(1));
        if (!any) {
            return;
        }

        connection.setAutoCommit(false);
        try {
            RelaySchema.changeSubscriptions(connection);
            for (var ending : ending(connection, link)) {
                settle(connection, ending);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static List<Ending> ending(Connection connection, String link) throws SQLException {
        return Query.of(
                        """
                        SELECT s.subscriber, coalesce(s.module, ''), p.commit_lsn >= s.until_lsn
                        FROM banyan.subscription s JOIN banyan.position p ON p.link = ?
                        WHERE s.until_lsn IS NOT NULL
                        """,
                        link)
                .list(
                        connection,
                        row -> new Ending(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    private static void settle(Connection connection, Ending ending) throws SQLException {
        if (!ending.read()) {
            return;
        }
        var subjects =
                Query.of(
                                """
                                SELECT DISTINCT subject FROM banyan.delivery
                                WHERE subscriber = ? AND state IN ('waiting', 'dead') LIMIT ?
                                """,
                                ending.subscriber(),
                                SUBJECTS + 1)
                        .list(connection, row -> row.getString(1));
        if (subjects.size() <= SUBJECTS) {
            Holds.replace(connection, "to", ending.module(), subjects);
        }
        if (subjects.isEmpty()) {
            Query.of("DELETE FROM banyan.subscription WHERE subscriber = ?", ending.subscriber())
                    .execute(connection);
        }
    }
}

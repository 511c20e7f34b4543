package dev.banyan.extraction;

import dev.banyan.replication.TableName;
import dev.banyan.replication.fence.Fence;
import java.sql.SQLException;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Takes a copy away again, past the fence and under its claim.
final class Emptying {

    private Emptying() {}

    /// Removes all rows that were copied or followed, while the target is claimed by this attempt.
    static void target(MovedModule module, HeldAttempt held) throws SQLException {
        var tables = new TreeSet<>(module.own());
        tables.addAll(module.followed());
        try (var connection = module.target().connect("empty")) {
            connection.setAutoCommit(false);
            if (!Fence.holdsClaim(connection, held.onFence())) {
                connection.rollback();
                throw new AttemptLostException(
                        "The claim on the target of '%s' is gone.".formatted(module.name()));
            }
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL session_replication_role = replica");
                statement.execute(
                        "TRUNCATE "
                                + tables.stream()
                                        .map(TableName::quoted)
                                        .collect(Collectors.joining(", ")));
            }
            connection.commit();
        }
    }
}

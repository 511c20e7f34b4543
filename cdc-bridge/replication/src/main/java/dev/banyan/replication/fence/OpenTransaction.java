package dev.banyan.replication.fence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A transaction that has been open for longer than allowed, anywhere in the server.
///
/// @param process null for a prepared transaction
/// @param preparedAs the global identifier of a prepared transaction, else null
/// @param wrote whether it has written something, so that making a slot waits for it
public record OpenTransaction(
        @Nullable Integer process,
        @Nullable String preparedAs,
        String database,
        String user,
        String application,
        String state,
        boolean wrote,
        Duration age) {

    @Override
    public String toString() {
        String who =
                preparedAs == null
                        ? "Process " + process
                        : "Prepared transaction '" + preparedAs + "'";
        return "%s (user '%s', application '%s', database '%s', %s) has been open for %s."
                .formatted(who, user, application, database, state, age);
    }
}

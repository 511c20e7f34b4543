package dev.banyan.replication.internal.apply;

import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import java.sql.SQLException;
import java.util.Set;

/// Tells from an SQL error whether trying again can help.
public final class ApplyErrors {

    /// Connection, serialization and deadlock, resources, intervention, system: these pass.
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58", "25");

    private static final Set<String> DOUBLED = Set.of("23505", "23P01");

    private ApplyErrors() {}

    public static StreamStoppedException stopped(String what, SQLException e) {
        StopReason reason = reasonOf(e);
        String next =
                switch (reason) {
                    case DIVERGED -> " The target has rows that it should not have: run diff.";
                    case DRIFT -> " The target's table differs from the source's: compare them.";
                    default -> "";
                };
        return new StreamStoppedException(reason, what + ": " + e.getMessage() + "." + next, e);
    }

    static StopReason reasonOf(SQLException e) {
        String state = e.getSQLState();
        if (state == null || PASSING.contains(state.substring(0, 2))) {
            return StopReason.DISCONNECTED;
        }
        return DOUBLED.contains(state) ? StopReason.DIVERGED : StopReason.DRIFT;
    }
}

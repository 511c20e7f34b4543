package dev.banyan.extraction;

import dev.banyan.replication.fence.FenceOutcome;
import java.sql.SQLException;

/// What the answers of a fence mean to whoever carries an attempt out.
final class Fences {

    private Fences() {}

    /// Goes on where the row is as wanted.
    ///
    /// @throws AttemptLostException if a newer attempt was here
    /// @throws SQLException if writers were in the way
    static void require(FenceOutcome outcome) throws SQLException {
        switch (outcome) {
            case FenceOutcome.Done _, FenceOutcome.DoneBefore _ -> {}
            case FenceOutcome.Late late ->
                    throw new AttemptLostException(
                            "A newer attempt holds the fence: " + late.row());
            case FenceOutcome.Blocked blocked ->
                    throw new SQLException("Writers did not end: " + blocked.blockers());
        }
    }
}

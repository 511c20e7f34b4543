package dev.banyan.bridge;

import dev.banyan.extraction.MovedModule;
import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.replication.fence.FenceOutcome;
import dev.banyan.replication.fence.FenceRow;
import dev.banyan.replication.fence.FenceSettings;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the fences of a module with the ledger: a side that is open without owning the module,
/// with nobody at work, came back from an older time and is closed.
final class Guard {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final Ledger ledger;
    private final String bridge;

    Guard(Ledger ledger, String bridge) {
        this.ledger = ledger;
        this.bridge = bridge;
    }

    /// Looks once, and closes what must not be open.
    ///
    /// @return the side that was open and must not have been, if there is one
    Optional<Side> check(MovedModule module, Extraction extraction)
            throws SQLException, InterruptedException {
        if (extraction.underWay() != null) {
            return Optional.empty();
        }
        var wrong = extraction.owner().other();
        var fence = new Fence(module.databaseOf(wrong), FenceSettings.forLease(Attempt.LEASE));
        var row = fence.read(module.name());
        if (row.filter(FenceRow::here).isEmpty() || isBusyByNow(module.name(), extraction)) {
            return Optional.empty();
        }
        close(module, extraction, fence, row.get());
        return Optional.of(wrong);
    }

    /// Between reading the ledger and the row an attempt may have begun or ended.
    private boolean isBusyByNow(String module, Extraction before) {
        return ledger.extraction(module).filter(now -> now.equals(before)).isEmpty();
    }

    private void close(MovedModule module, Extraction extraction, Fence fence, FenceRow row)
            throws SQLException, InterruptedException {
        log.error(
                "{}: its fence in '{}' was open with epoch {}, but the ledger names the other side as owner since epoch {}; it is closed, and its stream stays down until 'banyan recopy {}'",
                module.name(),
                module.databaseOf(extraction.owner().other()).url(),
                row.epoch(),
                extraction.ownerEpoch(),
                module.name());
        var change =
                new FenceChange(
                        module.name(),
                        Math.max(1, extraction.lastEpoch()),
                        "guard-" + extraction.lastEpoch());
        var outcome = fence.shut(change);
        if (outcome instanceof FenceOutcome.Late late) {
            log.error(
                    "{}: the fence there has a newer number than the ledger: {}; 'banyan recover {}' decides",
                    module.name(),
                    late.row(),
                    module.name());
        }
        ledger.record(module.name(), "fence-shut", new Note(bridge, Map.of("row", row.toString())));
    }
}

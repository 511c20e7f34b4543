package dev.banyan.bridge;

import dev.banyan.extraction.FreshCopy;
import dev.banyan.extraction.MovedModule;
import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Ledger;
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

/// Compares the fences of a module with the ledger. A side that is open without owning the module,
/// with nobody at work, came back from an older time and is closed; so is the source's own side
/// where the target has seen a newer number than the ledger ever gave: then the ledger is what came
/// back.
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
    /// @return whether the streams may run
    boolean check(MovedModule module, Extraction extraction)
            throws SQLException, InterruptedException {
        if (extraction.underWay() != null) {
            return true;
        }
        var wrong = extraction.owner().other();
        var row = fence(module, wrong).read(module.name());
        var source = wrong == Side.CONTROL ? row : fence(module, Side.CONTROL).read(module.name());
        var target =
                wrong == Side.CANDIDATE ? row : fence(module, Side.CANDIDATE).read(module.name());
        long there = target.map(FenceRow::epoch).orElse(0L);
        if (there > extraction.lastEpoch() && !isBusyByNow(module.name(), extraction)) {
            ledgerIsOlder(module, extraction, source, there);
            return false;
        }
        if (row.filter(FenceRow::here).isPresent() && !isBusyByNow(module.name(), extraction)) {
            close(module, extraction, wrong, row.get(), Math.max(1, extraction.lastEpoch()));
        }
        return !FreshCopy.isNeeded(ledger, module.name());
    }

    private static Fence fence(MovedModule module, Side side) {
        return new Fence(module.databaseOf(side), FenceSettings.forLease(Attempt.LEASE));
    }

    /// Between reading the ledger and the row an attempt may have begun or ended.
    private boolean isBusyByNow(String module, Extraction before) {
        return ledger.extraction(module).filter(now -> now.equals(before)).isEmpty();
    }

    private void ledgerIsOlder(
            MovedModule module, Extraction extraction, Optional<FenceRow> source, long there)
            throws SQLException, InterruptedException {
        if (source.filter(FenceRow::here).isPresent()) {
            close(module, extraction, Side.CONTROL, source.get(), there + 1);
        }
        log.error(
                "{}: the target has seen epoch {}, the ledger gave {} at most: the source came back older than it was. 'banyan recover {}' decides",
                module.name(),
                there,
                extraction.lastEpoch(),
                module.name());
    }

    private void close(
            MovedModule module, Extraction extraction, Side side, FenceRow row, long epoch)
            throws SQLException, InterruptedException {
        log.error(
                "{}: its fence in '{}' was open with epoch {}, the ledger names the {} as owner since epoch {}; it is closed, and the streams stay down until 'banyan recopy {}'",
                module.name(),
                module.databaseOf(side).url(),
                row.epoch(),
                extraction.owner(),
                extraction.ownerEpoch(),
                module.name());
        var change = new FenceChange(module.name(), epoch, "guard-" + epoch);
        var outcome = fence(module, side).shut(change);
        if (outcome instanceof FenceOutcome.Late late) {
            log.error(
                    "{}: the fence there has a newer number than the ledger: {}; 'banyan recover {}' decides",
                    module.name(),
                    late.row(),
                    module.name());
            return;
        }
        FreshCopy.need(ledger, module.name(), bridge, Map.of("row", row.toString()));
    }
}

package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Note;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.SideName;
import dev.banyan.ledger.Step;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.replication.fence.FenceRow;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes down who owns a module after one of its databases came back older than what others have
/// seen of it, and brings both fences in line.
final class RecoverVerb {
    private final Asked asked;
    private final MovedModule module;
    private final Workplace workplace;

    RecoverVerb(Asked asked) {
        this.asked = asked;
        this.module = asked.module();
        this.workplace = asked.workplace();
    }

    /// What both fence rows and all processes say.
    ///
    /// @param aboveVersion the greatest version of the ledger that a process has acknowledged
    record Found(Optional<FenceRow> source, Optional<FenceRow> target, long aboveVersion) {

        /// The side that is open with the highest epoch, else the one that the ledger names.
        Side owner(Side named) {
            long here = openEpoch(source);
            long there = openEpoch(target);
            if (here < 0 && there < 0) {
                return named;
            }
            return here > there ? Side.CONTROL : Side.CANDIDATE;
        }

        long highestEpoch() {
            return Stream.of(source, target)
                    .flatMap(Optional::stream)
                    .mapToLong(FenceRow::epoch)
                    .max()
                    .orElse(0);
        }

        Optional<FenceRow> row(Side side) {
            return side == Side.CONTROL ? source : target;
        }

        private static long openEpoch(Optional<FenceRow> row) {
            return row.filter(FenceRow::here).map(FenceRow::epoch).orElse(-1L);
        }
    }

    Outcome run() throws SQLException, InterruptedException {
        var found = look();
        var extraction = asked.extraction();
        var owner = found.owner(extraction.owner());
        if (isAsTheLedgerSays(found)) {
            return Outcome.refused(
                    "Nothing of '%s' came back older: the ledger, both fences and all processes agree on the %s, epoch %d."
                            .formatted(
                                    module.name(),
                                    SideName.of(extraction.owner()),
                                    extraction.ownerEpoch()),
                    "banyan status " + module.name());
        }
        return asked.isDryRun()
                ? Outcome.told(
                        "'recover %s' would do this; nothing was changed.".formatted(module.name()),
                        steps(owner, found))
                : recover(owner, found);
    }

    private List<String> steps(Side owner, Found found) {
        return List.of(
                "stop-streams: stops both streams",
                "recover: the ledger names the %s as owner, with an epoch above %d and a version above %d"
                        .formatted(
                                SideName.of(owner),
                                Math.max(asked.extraction().lastEpoch(), found.highestEpoch()),
                                found.aboveVersion()),
                "close: the fence of the %s closes".formatted(SideName.of(owner.other())),
                "open: the fence of the %s opens".formatted(SideName.of(owner)));
    }

    private Outcome recover(Side owner, Found found) throws SQLException, InterruptedException {
        workplace.streaming().stop(module.name(), workplace.settings().carried());
        var change = new Change.Recover(owner, found.highestEpoch(), found.aboveVersion());
        var evidence =
                Map.of(
                        "source", found.source().map(FenceRow::toString).orElse("no fence"),
                        "target", found.target().map(FenceRow::toString).orElse("no fence"));
        var step =
                workplace
                        .ledger()
                        .apply(module.name(), change, new Note(workplace.bridge(), evidence));
        if (!(step instanceof Step.Taken taken)) {
            return Outcome.refused((Step.Refused) step);
        }
        FreshCopy.need(workplace.ledger(), module.name(), workplace.bridge(), evidence);
        long epoch = taken.extraction().ownerEpoch();
        var onFence = new FenceChange(module.name(), epoch, "recover-" + epoch);
        Fences.require(workplace.fenceIn(module.databaseOf(owner.other())).shut(onFence));
        Fences.require(workplace.fenceIn(module.databaseOf(owner)).open(onFence));
        return new Outcome(
                0,
                "The writes of '%s' are with the %s, epoch %d. The streams stay down until the other side has a fresh copy."
                        .formatted(module.name(), SideName.of(owner), epoch),
                "banyan recopy " + module.name(),
                List.of());
    }

    private Found look() throws SQLException {
        long seen =
                workplace.ledger().processes().stream()
                        .mapToLong(ProcessState::acknowledged)
                        .max()
                        .orElse(0);
        return new Found(
                workplace.fenceIn(module.source()).read(module.name()),
                workplace.fenceIn(module.target()).read(module.name()),
                seen);
    }

    private boolean isAsTheLedgerSays(Found found) {
        var extraction = asked.extraction();
        boolean open = found.row(extraction.owner()).filter(FenceRow::here).isPresent();
        boolean closed =
                found.row(extraction.owner().other()).filter(row -> !row.here()).isPresent();
        return open
                && closed
                && found.highestEpoch() <= extraction.lastEpoch()
                && found.aboveVersion() <= workplace.ledger().view().version();
    }
}

package dev.banyan.extraction;

import dev.banyan.extraction.protocol.StageEnd;
import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.Step;
import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.fence.CloseOutcome;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceOutcome;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.SequenceValue;
import dev.banyan.replication.sequence.Sequences;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one change of owner out, in the order that [SwitchStage] says, forward or back.
///
/// Belongs to one thread. What it remembers between two stages may be lost with it: whoever takes
/// over needs the ledger and the fences only.
final class ChangeOfOwner {
    private static final Logger log = LoggerFactory.getLogger(ChangeOfOwner.class);
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final StageEnd DONE = StageEnd.DONE;

    private final MovedModule module;
    private final Workplace workplace;
    private final HeldAttempt held;
    private final OwnerChange change;
    private final Participants participants;
    private final SwitchTimes times = new SwitchTimes();
    private Deadline deadline;
    private Optional<List<SequenceValue>> sequences = Optional.empty();
    private Optional<String> failure = Optional.empty();

    ChangeOfOwner(MovedModule module, Workplace workplace, HeldAttempt held, OwnerChange change) {
        this.module = module;
        this.workplace = workplace;
        this.held = held;
        this.change = change;
        this.participants = new Participants(workplace.ledger());
        this.deadline = Deadline.in(workplace.settings().pause());
    }

    /// Runs from a stage to the end.
    Outcome run(SwitchStage from) throws InterruptedException {
        var stage = change.possible(from);
        while (!stage.isOver()) {
            var outcome = perform(stage);
            if (outcome == StageEnd.LATE) {
                throw new AttemptLostException(
                        "'%s' has lost %s at step '%s'."
                                .formatted(held.bridge(), held.id(), OwnerChange.word(stage)));
            }
            var next = change.possible(stage.after(outcome));
            if (next == stage && !stage.isOver()) {
                Thread.sleep(AGAIN);
            }
            if (stage == SwitchStage.FINISH && next.isOver()) {
                return Outcome.done(report());
            }
            stage = next;
        }
        return Outcome.failed(
                "The writes of '%s' stay with the %s: %s."
                        .formatted(
                                module.name(),
                                OwnerChange.word(change.old()),
                                failure.orElse("the attempt was taken back")),
                "banyan log " + module.name());
    }

    private StageEnd perform(SwitchStage stage) throws InterruptedException {
        try {
            return switch (stage) {
                case HOLD -> hold();
                case CLOSE_OLD -> closeOld();
                case AWAIT_MARKER -> awaitMarker();
                case SEQUENCES -> carrySequences();
                case PASS -> pass();
                case OPEN_NEW -> openNew();
                case RELEASE -> release();
                case MOVE -> move();
                case FINISH -> ledger(new Change.Finish(held.id(), held.bridge()));
                case BEGIN_UNDO ->
                        ledger(
                                new Change.BeginUndo(
                                        held.id(), held.bridge(), failure.orElse("taken over")));
                case REOPEN_OLD -> reopenOld();
                case END_UNDO -> ledger(new Change.EndUndo(held.id(), held.bridge()));
                case OVER -> DONE;
            };
        } catch (SQLException | LedgerException | StreamStoppedException e) {
            log.warn(
                    "{}: step '{}' of {} failed: {}",
                    module.name(),
                    OwnerChange.word(stage),
                    held.id(),
                    e.getMessage());
            return failed(
                    "step '%s' failed: %s".formatted(OwnerChange.word(stage), e.getMessage()));
        }
    }

    /// What can have changed since the preflight is looked at before anybody waits.
    private StageEnd hold() throws SQLException, InterruptedException {
        handovers().prepare();
        held.step("hold", Map.of());
        var findings = findings();
        if (!findings.isEmpty()) {
            return failed(String.join("; ", findings));
        }
        deadline = Deadline.in(workplace.settings().pause());
        times.held();
        long from = System.nanoTime();
        var extraction =
                held.require(
                        new Change.Hold(held.id(), held.bridge(), workplace.settings().hold()),
                        Map.of());
        var waiting = participants.await(extraction.version(), deadline);
        times.note("hold-ms", from);
        return waiting.isOver()
                ? DONE
                : failed(
                        "the hold was not acknowledged within %s: %s"
                                .formatted(workplace.settings().pause(), waiting));
    }

    private List<String> findings() throws SQLException {
        var preflight = new Preflight(module, workplace);
        return change.oldIsLost()
                ? preflight.ofReverseWithoutOwner()
                : preflight.ofSwitch(change.old());
    }

    private StageEnd closeOld() throws SQLException, InterruptedException {
        held.closingStep("close-old", times.take());
        long from = System.nanoTime();
        var database = module.databaseOf(change.old());
        var closed = workplace.fenceIn(database).close(held.onFence(), sequencesIn(database));
        times.note("close-ms", from);
        return switch (closed) {
            case CloseOutcome.Closed done -> {
                sequences = Optional.of(done.sequences());
                times.put("drained-ms", Long.toString(done.waited().toMillis()));
                yield DONE;
            }
            case CloseOutcome.Blocked blocked ->
                    failed("writers did not end: " + blocked.blockers());
            case CloseOutcome.Late _ -> StageEnd.LATE;
        };
    }

    private StageEnd awaitMarker() throws InterruptedException {
        held.step("await-marker", times.take());
        long from = System.nanoTime();
        boolean applied = Streams.awaitMarker(link(), held.onFence().marker(), deadline.left());
        times.note("marker-ms", from);
        return applied
                ? DONE
                : failed(
                        "the %s had not applied the marker within %s"
                                .formatted(
                                        OwnerChange.word(change.fresh()),
                                        workplace.settings().pause()));
    }

    private StageEnd carrySequences() throws SQLException {
        held.step("sequences", times.take());
        long from = System.nanoTime();
        var fresh = module.databaseOf(change.fresh());
        var here = sequencesIn(fresh);
        var carried =
                workplace
                        .fenceIn(fresh)
                        .carrySequences(held.onFence(), given(fresh, here), here, margin());
        times.note("sequences-ms", from);
        if (carried.isEmpty()) {
            return StageEnd.LATE;
        }
        var stuck = carried.get().stream().filter(s -> !s.isSafe()).toList();
        return stuck.isEmpty() ? DONE : failed("sequences cannot be carried over: " + stuck);
    }

    /// What old's sequences have given; of a side that is lost, what its rows that arrived tell.
    private List<SequenceValue> given(Database fresh, List<Sequence> here) throws SQLException {
        if (!change.oldIsLost()) {
            return sequences.orElseThrow();
        }
        try (var connection = fresh.connect("sequences")) {
            return Sequences.fromRows(connection, here);
        }
    }

    private long margin() {
        return change.oldIsLost()
                ? workplace.settings().lostSequenceMargin()
                : workplace.settings().sequenceMargin();
    }

    private StageEnd pass() {
        workplace.steps().reached(module.name(), "pass");
        return ledger(new Change.Pass(held.id(), held.bridge(), null));
    }

    private StageEnd openNew() throws SQLException, InterruptedException {
        held.step("open-new", times.take());
        return outcome(fence(change.fresh()).open(held.onFence()));
    }

    private StageEnd release() throws InterruptedException {
        held.step("release", Map.of());
        awaitAwake();
        var released = ledger(new Change.Release(held.id(), held.bridge()));
        times.released();
        return released;
    }

    /// New's endpoints are awake once they know that they own the module. A process that is gone is
    /// not waited for: the fence covers it.
    private void awaitAwake() throws InterruptedException {
        var version =
                workplace.ledger().extraction(module.name()).map(Extraction::version).orElse(0L);
        var patience = Deadline.in(workplace.settings().carried());
        while (!participants.waitingFor(version).behind().isEmpty() && !patience.hasPassed()) {
            Thread.sleep(Participants.PAUSE);
        }
    }

    private Handovers handovers() {
        return new Handovers(module, workplace, held, change);
    }

    private StageEnd move() throws SQLException {
        held.step("move", Map.of("pause-ms", times.pause()));
        return ledger(handovers().move());
    }

    private StageEnd reopenOld() throws SQLException, InterruptedException {
        held.step("reopen-old", times.take());
        return outcome(fence(change.old()).undo(held.onFence()));
    }

    private StageEnd ledger(Change change) {
        var step = held.apply(change, times.take());
        return step instanceof Step.Taken ? DONE : refused((Step.Refused) step);
    }

    /// Before the point of no return a refusal for any other reason than being late undoes.
    private StageEnd refused(Step.Refused refused) {
        return switch (refused.reason()) {
            case FENCE_OPEN, HOLD_TOO_SHORT -> failed(refused.what());
            default -> StageEnd.LATE;
        };
    }

    private StageEnd outcome(FenceOutcome outcome) {
        return switch (outcome) {
            case FenceOutcome.Done _, FenceOutcome.DoneBefore _ -> DONE;
            case FenceOutcome.Late _ -> StageEnd.LATE;
            case FenceOutcome.Blocked blocked ->
                    failed("writers did not end: " + blocked.blockers());
        };
    }

    private StageEnd failed(String why) {
        failure = Optional.of(failure.orElse(why));
        return StageEnd.FAILED;
    }

    private Link link() {
        return module.linkTo(change.fresh());
    }

    private Fence fence(Side side) {
        return workplace.fenceIn(module.databaseOf(side));
    }

    private List<Sequence> sequencesIn(Database database) throws SQLException {
        try (var connection = database.connect("sequences")) {
            return CatalogueReader.read(connection, Selection.ofTables(module.own())).sequences();
        }
    }

    private String report() {
        return "The writes of '%s' are with the %s. Writes waited for %s ms; the whole change took %d ms."
                .formatted(
                        module.name(),
                        OwnerChange.word(change.fresh()),
                        times.pause(),
                        times.wholeMillis());
    }
}

package dev.banyan.extraction;

import dev.banyan.extraction.protocol.StageEnd;
import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.AttemptState;
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
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
    private final Side old;
    private final Participants participants;
    private final Deadline deadline;
    private final long begun = System.nanoTime();
    private final Map<String, String> evidence = new HashMap<>();
    private Optional<List<SequenceValue>> sequences = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private long heldAt;
    private long releasedAt;

    ChangeOfOwner(MovedModule module, Workplace workplace, HeldAttempt held, Side old) {
        this.module = module;
        this.workplace = workplace;
        this.held = held;
        this.old = old;
        this.participants = new Participants(workplace.ledger());
        this.deadline = Deadline.in(workplace.settings().pause());
    }

    /// Runs from a stage to the end.
    Outcome run(SwitchStage from) throws InterruptedException {
        var stage = from;
        while (!stage.isOver()) {
            var outcome = perform(stage);
            if (outcome == StageEnd.LATE) {
                throw new AttemptLostException(
                        "'%s' has lost %s at step '%s'."
                                .formatted(held.bridge(), held.id(), word(stage)));
            }
            var next = stage.after(outcome);
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
                                word(old),
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
                    word(stage),
                    held.id(),
                    e.getMessage());
            return failed("step '%s' failed: %s".formatted(word(stage), e.getMessage()));
        }
    }

    private StageEnd hold() throws SQLException, InterruptedException {
        handovers().prepare();
        held.step("hold", Map.of());
        heldAt = System.nanoTime();
        var extraction =
                held.require(
                        new Change.Hold(held.id(), held.bridge(), workplace.settings().hold()),
                        Map.of());
        var waiting = participants.await(extraction.version(), deadline);
        note("hold-ms", heldAt);
        return waiting.isOver()
                ? DONE
                : failed(
                        "the hold was not acknowledged within %s: %s"
                                .formatted(workplace.settings().pause(), waiting));
    }

    private StageEnd closeOld() throws SQLException, InterruptedException {
        held.closingStep("close-old", takeEvidence());
        long from = System.nanoTime();
        var database = module.databaseOf(old);
        var closed = workplace.fenceIn(database).close(held.onFence(), sequencesIn(database));
        note("close-ms", from);
        return switch (closed) {
            case CloseOutcome.Closed done -> {
                sequences = Optional.of(done.sequences());
                evidence.put("drained-ms", Long.toString(done.waited().toMillis()));
                yield DONE;
            }
            case CloseOutcome.Blocked blocked ->
                    failed("writers did not end: " + blocked.blockers());
            case CloseOutcome.Late _ -> StageEnd.LATE;
        };
    }

    private StageEnd awaitMarker() throws InterruptedException {
        held.step("await-marker", takeEvidence());
        long from = System.nanoTime();
        boolean applied = Streams.awaitMarker(link(), held.onFence().marker(), deadline.left());
        note("marker-ms", from);
        return applied
                ? DONE
                : failed(
                        "the %s had not applied the marker within %s"
                                .formatted(word(old.other()), workplace.settings().pause()));
    }

    private StageEnd carrySequences() throws SQLException {
        held.step("sequences", takeEvidence());
        long from = System.nanoTime();
        var database = module.databaseOf(old.other());
        var carried =
                workplace
                        .fenceIn(database)
                        .carrySequences(
                                held.onFence(),
                                sequences.orElseThrow(),
                                sequencesIn(database),
                                workplace.settings().sequenceMargin());
        note("sequences-ms", from);
        if (carried.isEmpty()) {
            return StageEnd.LATE;
        }
        var stuck = carried.get().stream().filter(s -> !s.isSafe()).toList();
        return stuck.isEmpty() ? DONE : failed("sequences cannot be carried over: " + stuck);
    }

    private StageEnd pass() {
        return ledger(new Change.Pass(held.id(), held.bridge(), null));
    }

    private StageEnd openNew() throws SQLException, InterruptedException {
        held.step("open-new", takeEvidence());
        return outcome(fence(old.other()).open(held.onFence()));
    }

    private StageEnd release() throws InterruptedException {
        held.step("release", Map.of());
        awaitAwake();
        var released = ledger(new Change.Release(held.id(), held.bridge()));
        releasedAt = System.nanoTime();
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
        return new Handovers(module, workplace, held, old);
    }

    private StageEnd move() throws SQLException {
        held.step(
                "move", Map.of("pause-ms", pauseMillis().map(Object::toString).orElse("unknown")));
        return ledger(handovers().move());
    }

    private StageEnd reopenOld() throws SQLException, InterruptedException {
        held.step("reopen-old", takeEvidence());
        return outcome(fence(old).undo(held.onFence()));
    }

    private StageEnd ledger(Change change) {
        var step = held.apply(change, takeEvidence());
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
        return module.linkTo(old.other());
    }

    private Fence fence(Side side) {
        return workplace.fenceIn(module.databaseOf(side));
    }

    private List<Sequence> sequencesIn(Database database) throws SQLException {
        try (var connection = database.connect("sequences")) {
            return CatalogueReader.read(connection, Selection.ofTables(module.own())).sequences();
        }
    }

    private void note(String what, long from) {
        evidence.put(what, Long.toString(Duration.ofNanos(System.nanoTime() - from).toMillis()));
    }

    private Map<String, String> takeEvidence() {
        var taken = Map.copyOf(evidence);
        evidence.clear();
        return taken;
    }

    private Optional<Long> pauseMillis() {
        return heldAt == 0 || releasedAt == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(releasedAt - heldAt).toMillis());
    }

    private String report() {
        return "The writes of '%s' are with the %s. Writes waited for %s ms; the whole change took %d ms."
                .formatted(
                        module.name(),
                        word(old.other()),
                        pauseMillis().map(Object::toString).orElse("an unknown number of"),
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }

    private static String word(Side side) {
        return side == Side.CONTROL ? "monolith" : "service";
    }

    private static String word(SwitchStage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static SwitchStage takingOver(AttemptState state) {
        return SwitchStage.takingOver(state);
    }
}

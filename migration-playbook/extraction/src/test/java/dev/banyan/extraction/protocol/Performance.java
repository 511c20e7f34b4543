package dev.banyan.extraction.protocol;

import dev.banyan.extraction.protocol.Explorer.Move;
import dev.banyan.extraction.protocol.FenceRow.Change;
import dev.banyan.extraction.protocol.World.Attempt;
import dev.banyan.extraction.protocol.World.Bridge;
import dev.banyan.extraction.protocol.World.Database;
import dev.banyan.ledger.AttemptState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/// One bridge performs the transaction that its stage names, in the world of the model.
final class Performance {

    private final World world;
    private final int bridge;
    private final Set<Rules> rules;
    private final Bridge run;
    private final Stage stage;
    private final int number;
    private final Attempt attempt;
    private final Side old;
    private final Side fresh;

    Performance(World world, int bridge, Set<Rules> rules) {
        this.world = world;
        this.bridge = bridge;
        this.rules = rules;
        this.run = world.bridges().get(bridge);
        this.stage = Objects.requireNonNull(run.stage());
        this.number = run.attempt();
        this.attempt = world.attempt(number);
        this.old = attempt.old();
        this.fresh = old.other();
    }

    void addTo(List<Move<World>> moves) {
        switch (stage) {
            case SwitchStage s -> addSwitch(s, moves);
            case RewriteStage s -> addRewrite(s, moves);
        }
    }

    private void addSwitch(SwitchStage s, List<Move<World>> moves) {
        switch (s) {
            case HOLD, RELEASE, MOVE -> {
                moves.add(ends(StageEnd.DONE, world));
                moves.add(ends(StageEnd.FAILED, world));
            }
            case CLOSE_OLD -> {
                moves.add(closing());
                moves.add(ends(StageEnd.FAILED, world));
            }
            case AWAIT_MARKER -> {
                if (world.on(fresh).applied() >= run.marker()) {
                    moves.add(ends(StageEnd.DONE, world));
                }
                moves.add(ends(StageEnd.FAILED, world));
            }
            case SEQUENCES -> moves.add(settingSequences());
            case PASS -> moves.add(passing());
            case OPEN_NEW -> moves.add(fence(fresh, changing(r -> r.open(number, number), fresh)));
            case FINISH -> moves.add(ledger(AttemptState.PASSED::equals, AttemptState.DONE));
            case BEGIN_UNDO -> moves.add(beginUndo());
            case REOPEN_OLD -> moves.add(fence(old, reopening()));
            case END_UNDO -> moves.add(ledger(AttemptState.UNDOING::equals, AttemptState.UNDONE));
            case OVER -> {}
        }
    }

    private void addRewrite(RewriteStage s, List<Move<World>> moves) {
        switch (s) {
            case CLAIM -> moves.add(claiming());
            case REWRITE -> {
                moves.add(rewriting());
                moves.add(ends(StageEnd.FAILED, world));
            }
            case UNCLAIM ->
                    moves.add(fence(fresh, changing(r -> r.unclaim(number, number), fresh)));
            case FINISH -> moves.add(ledger(AttemptState.OPEN::equals, AttemptState.DONE));
            case BEGIN_UNDO ->
                    moves.add(ledger(a -> a != AttemptState.PASSED, AttemptState.UNDOING));
            case UNCLAIM_UNDONE ->
                    moves.add(fence(fresh, changing(r -> r.forgo(number, number), fresh)));
            case END_UNDO -> moves.add(ledger(AttemptState.UNDOING::equals, AttemptState.UNDONE));
            case OVER -> {}
        }
    }

    private Move<World> closing() {
        var change = changing(r -> r.close(number, number), old);
        var database = world.on(old);
        var remembering = run.remembering(database.written(), database.nextId(), 0);
        return fence(world.with(bridge, remembering), remembering, old, change);
    }

    /// Under the row's lock nobody can take an id between the look and the change. Without it these
    /// are two moves.
    private Move<World> settingSequences() {
        var database = world.on(fresh);
        if (rules.contains(Rules.SEQUENCES_LOOK_AT_THE_FENCE)) {
            boolean allowed = !database.fence().here() && database.fence().epoch() < number;
            return allowed
                    ? ends(StageEnd.DONE, settingSequence(database, database.nextId()))
                    : ends(StageEnd.LATE, world);
        }
        if (!run.hasLooked()) {
            return new Move<>(
                    name(StageEnd.DONE) + " (look)",
                    world.with(bridge, run.looking(database.nextId())));
        }
        return ends(StageEnd.DONE, settingSequence(database, run.seenOther()));
    }

    private World settingSequence(Database database, int stands) {
        int next =
                rules.contains(Rules.SEQUENCES_NEVER_FALL)
                        ? Math.max(stands, run.seenId())
                        : run.seenId();
        return world.with(
                fresh,
                new Database(database.fence(), database.written(), database.applied(), next));
    }

    private Move<World> passing() {
        boolean oldIsClosed = old != Side.SOURCE || !world.source().fence().here();
        if (!holdsLease() || attempt.state() != AttemptState.OPEN || !oldIsClosed) {
            return ends(StageEnd.LATE, world);
        }
        var passed = world.with(number, attempt.in(AttemptState.PASSED)).ownedBy(fresh);
        return ends(StageEnd.DONE, passed);
    }

    private Move<World> beginUndo() {
        if (rules.contains(Rules.UNDOING_FIRST)) {
            return ledger(
                    s -> s == AttemptState.OPEN || s == AttemptState.UNDOING, AttemptState.UNDOING);
        }
        return ledger(
                s -> s == AttemptState.OPEN || s == AttemptState.UNDOING, AttemptState.UNDONE);
    }

    private Change reopening() {
        var row = world.on(old).fence();
        if (!rules.contains(Rules.UNDO_TOUCHES_AN_OPEN_ROW) && row.attempt() != number) {
            return new Change(StageEnd.DONE, row);
        }
        return changing(r -> r.reopen(number, number), old);
    }

    private Move<World> claiming() {
        var database = world.on(fresh);
        var change =
                rules.contains(Rules.CLAIM)
                        ? changing(r -> r.claim(number, number), fresh)
                        : new Change(
                                database.fence().here() ? StageEnd.LATE : StageEnd.DONE,
                                database.fence());
        var reading = run.remembering(world.on(old).written(), 0, world.on(old).applied());
        return fence(world.with(bridge, reading), reading, fresh, change);
    }

    /// Replaces the receiving side's rows by those that the owner had when the chunks were read.
    private Move<World> rewriting() {
        var database = world.on(fresh);
        boolean allowed =
                rules.contains(Rules.CLAIM)
                        ? database.fence().isClaimedBy(number)
                        : !database.fence().here();
        if (!allowed) {
            return ends(StageEnd.LATE, world);
        }
        var copied =
                new Database(database.fence(), database.written(), run.marker(), database.nextId());
        var after = world.with(fresh, copied);
        boolean forgets = database.written() > run.seenOther() || database.applied() > run.marker();
        boolean matters = database.written() > run.seenOther() || world.owner() == fresh;
        return ends(StageEnd.DONE, forgets && matters ? after.losingAWrite() : after);
    }

    private Change changing(java.util.function.Function<FenceRow, Change> by, Side side) {
        var row = world.on(side).fence();
        if (rules.contains(Rules.EPOCH_IN_THE_CONDITION)) {
            return by.apply(row);
        }
        return by.apply(new FenceRow(row.here(), 0, row.attempt()));
    }

    private Move<World> fence(Side side, Change change) {
        return fence(world, run, side, change);
    }

    private Move<World> fence(World from, Bridge remembering, Side side, Change change) {
        var changed = from.with(side, from.on(side).with(change.row()));
        return new Move<>(
                name(change.outcome()),
                changed.with(bridge, remembering.at(following(change.outcome()))));
    }

    private Move<World> ledger(Predicate<AttemptState> allowed, AttemptState next) {
        if (!holdsLease() || !allowed.test(attempt.state())) {
            return ends(StageEnd.LATE, world);
        }
        return ends(StageEnd.DONE, world.with(number, attempt.in(next)));
    }

    private boolean holdsLease() {
        return attempt.holder() == bridge;
    }

    private Move<World> ends(StageEnd outcome, World changed) {
        return new Move<>(name(outcome), changed.with(bridge, run.at(following(outcome))));
    }

    /// The real order, or the wrong one of a rule that is left out.
    private Stage following(StageEnd outcome) {
        if (outcome == StageEnd.DONE && !rules.contains(Rules.OPEN_AFTER_PASSING)) {
            if (stage == SwitchStage.SEQUENCES) {
                return SwitchStage.OPEN_NEW;
            }
            if (stage == SwitchStage.OPEN_NEW && attempt.state() == AttemptState.OPEN) {
                return SwitchStage.PASS;
            }
            if (stage == SwitchStage.PASS) {
                return SwitchStage.RELEASE;
            }
        }
        if (!rules.contains(Rules.UNDOING_FIRST)
                && stage == SwitchStage.REOPEN_OLD
                && outcome == StageEnd.DONE) {
            return SwitchStage.OVER;
        }
        return stage.after(outcome);
    }

    private String name(StageEnd outcome) {
        return "bridge " + bridge + " " + stage + " of " + number + ": " + outcome;
    }
}

package dev.banyan.extraction.protocol;

import dev.banyan.extraction.protocol.Explorer.Move;
import dev.banyan.extraction.protocol.World.Attempt;
import dev.banyan.extraction.protocol.World.Bridge;
import dev.banyan.extraction.protocol.World.Database;
import dev.banyan.extraction.protocol.World.Kind;
import dev.banyan.ledger.AttemptState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The switch with real stages and real fence rows in a world in which everything may stall or die
/// between two transactions, and leases end when it hurts most.
record SwitchModel(Set<Rules> rules, int bridges, int attempts, int writes, Set<Kind> kinds)
        implements Explorer.Model<World> {

    @Override
    public World start() {
        var open = new Database(new FenceRow(true, 0, 0), 0, 0, 0);
        var closed = new Database(new FenceRow(false, 0, 0), 0, 0, 0);
        var idle = Collections.nCopies(bridges, Bridge.IDLE);
        return new World(Side.SOURCE, List.of(), open, closed, idle, 0, false, false);
    }

    @Override
    public Optional<String> harm(World world) {
        if (world.source().fence().here() && world.target().fence().here()) {
            return Optional.of("two owners");
        }
        if (world.lostAWrite()
                || missesWrites(world, Side.SOURCE)
                || missesWrites(world, Side.TARGET)) {
            return Optional.of("a lost write");
        }
        return world.gaveAnIdTwice() ? Optional.of("the same id twice") : Optional.empty();
    }

    @Override
    public boolean isEnd(World world) {
        return world.attempts().stream().noneMatch(a -> a.state().isUnderWay())
                && world.on(world.owner()).fence().here()
                && !world.on(world.owner().other()).fence().here();
    }

    @Override
    public List<Move<World>> moves(World world) {
        var moves = new ArrayList<Move<World>>();
        addWrites(world, moves);
        addApplies(world, moves);
        addLeaseEnd(world, moves);
        for (int bridge = 0; bridge < bridges; bridge++) {
            addBridge(world, bridge, moves);
        }
        return moves;
    }

    private static boolean missesWrites(World world, Side side) {
        return world.on(side).fence().here()
                && world.on(side).applied() < world.on(side.other()).written();
    }

    private void addWrites(World world, List<Move<World>> moves) {
        for (var side : Side.values()) {
            if (world.on(side).fence().here()
                    && world.source().written() + world.target().written() < writes) {
                moves.add(new Move<>("write on " + side, world.writing(side)));
            }
        }
    }

    private static void addApplies(World world, List<Move<World>> moves) {
        for (var side : Side.values()) {
            var database = world.on(side);
            if (database.applied() < world.on(side.other()).written()) {
                var applied =
                        new Database(
                                database.fence(),
                                database.written(),
                                database.applied() + 1,
                                database.nextId());
                moves.add(new Move<>("apply on " + side, world.with(side, applied)));
            }
        }
    }

    private static void addLeaseEnd(World world, List<Move<World>> moves) {
        for (int number = 1; number <= world.attempts().size(); number++) {
            var attempt = world.attempt(number);
            if (attempt.state().isUnderWay() && attempt.holder() >= 0) {
                moves.add(
                        new Move<>(
                                "lease of " + number + " ends",
                                world.with(number, attempt.heldBy(-1))));
            }
        }
    }

    private void addBridge(World world, int bridge, List<Move<World>> moves) {
        var running = world.bridges().get(bridge);
        if (running.stage() == null) {
            addIdle(world, bridge, moves);
            return;
        }
        moves.add(new Move<>("bridge " + bridge + " dies", world.with(bridge, Bridge.IDLE)));
        new Performance(world, bridge, rules).addTo(moves);
    }

    private void addIdle(World world, int bridge, List<Move<World>> moves) {
        var underWay = world.attempts().stream().filter(a -> a.state().isUnderWay()).findFirst();
        if (underWay.isEmpty() && world.attempts().size() < attempts) {
            kinds.stream().sorted().forEach(kind -> moves.add(beginning(world, bridge, kind)));
        }
        underWay.filter(a -> a.holder() < 0)
                .ifPresent(a -> moves.add(takingOver(world, bridge, a)));
    }

    private static Move<World> beginning(World world, int bridge, Kind kind) {
        var begun = world.adding(new Attempt(kind, world.owner(), AttemptState.OPEN, bridge));
        Stage first = kind == Kind.SWITCH ? SwitchStage.HOLD : RewriteStage.CLAIM;
        var run = Bridge.beginning(begun.attempts().size(), first);
        return new Move<>("bridge " + bridge + " begins " + kind, begun.with(bridge, run));
    }

    private static Move<World> takingOver(World world, int bridge, Attempt attempt) {
        int number = world.attempts().indexOf(attempt) + 1;
        Stage stage =
                attempt.kind() == Kind.SWITCH
                        ? SwitchStage.takingOver(attempt.state())
                        : RewriteStage.takingOver(attempt.state());
        var held = world.with(number, attempt.heldBy(bridge));
        return new Move<>(
                "bridge " + bridge + " takes over " + number,
                held.with(bridge, Bridge.beginning(number, stage)));
    }
}

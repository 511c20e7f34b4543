package dev.banyan.extraction.protocol;

import dev.banyan.ledger.AttemptState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that exists in the model of the switch: the ledger, two databases with their fences
/// and logs, and bridges that may stall, die and wake up late between any two transactions.
record World(
        Side owner,
        List<Attempt> attempts,
        Database source,
        Database target,
        List<Bridge> bridges,
        long idsGiven,
        boolean gaveAnIdTwice,
        boolean lostAWrite) {

    /// What the ledger knows of an attempt. Its number is its place in the list plus one.
    ///
    /// @param holder the bridge that has the lease, or -1 when it has ended
    record Attempt(Kind kind, Side old, AttemptState state, int holder) {
        Attempt in(AttemptState next) {
            return new Attempt(kind, old, next, holder);
        }

        Attempt heldBy(int bridge) {
            return new Attempt(kind, old, state, bridge);
        }
    }

    enum Kind {
        SWITCH,
        RECOPY
    }

    /// One database.
    ///
    /// @param written how many rows its applications have written
    /// @param applied how many of the other side's rows it has
    /// @param nextId what its sequence gives next
    record Database(FenceRow fence, int written, int applied, int nextId) {
        Database with(FenceRow row) {
            return new Database(row, written, applied, nextId);
        }
    }

    /// A process that carries an attempt out, and what it remembers of it. All of that is gone when
    /// it dies.
    ///
    /// @param attempt the number of the attempt, or 0 when it has nothing to do
    record Bridge(
            int attempt,
            @Nullable Stage stage,
            int marker,
            int seenId,
            int seenOther,
            boolean hasLooked) {
        static final Bridge IDLE = new Bridge(0, null, 0, 0, 0, false);

        static Bridge beginning(int attempt, Stage stage) {
            return new Bridge(attempt, stage, 0, 0, 0, false);
        }

        Bridge at(Stage next) {
            return next.isOver()
                    ? IDLE
                    : new Bridge(attempt, next, marker, seenId, seenOther, false);
        }

        Bridge remembering(int newMarker, int id, int other) {
            return new Bridge(attempt, stage, newMarker, id, other, false);
        }

        Bridge looking(int id) {
            return new Bridge(attempt, stage, marker, seenId, id, true);
        }
    }

    Database on(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    World with(Side side, Database database) {
        return side == Side.SOURCE
                ? new World(
                        owner,
                        attempts,
                        database,
                        target,
                        bridges,
                        idsGiven,
                        gaveAnIdTwice,
                        lostAWrite)
                : new World(
                        owner,
                        attempts,
                        source,
                        database,
                        bridges,
                        idsGiven,
                        gaveAnIdTwice,
                        lostAWrite);
    }

    World with(int bridge, Bridge next) {
        var changed = new ArrayList<>(bridges);
        changed.set(bridge, next);
        return new World(
                owner,
                attempts,
                source,
                target,
                List.copyOf(changed),
                idsGiven,
                gaveAnIdTwice,
                lostAWrite);
    }

    Attempt attempt(int number) {
        return attempts.get(number - 1);
    }

    World with(int number, Attempt attempt) {
        var changed = new ArrayList<>(attempts);
        changed.set(number - 1, attempt);
        return ledger(owner, changed);
    }

    World adding(Attempt attempt) {
        var changed = new ArrayList<>(attempts);
        changed.add(attempt);
        return ledger(owner, changed);
    }

    World ownedBy(Side side) {
        return ledger(side, attempts);
    }

    World losingAWrite() {
        return new World(owner, attempts, source, target, bridges, idsGiven, gaveAnIdTwice, true);
    }

    /// An application writes a row on a side and takes an id for it from the side's sequence.
    World writing(Side side) {
        var database = on(side);
        long bit = 1L << database.nextId();
        var after =
                with(
                        side,
                        new Database(
                                database.fence(),
                                database.written() + 1,
                                database.applied(),
                                database.nextId() + 1));
        return new World(
                after.owner,
                after.attempts,
                after.source,
                after.target,
                after.bridges,
                idsGiven | bit,
                gaveAnIdTwice || (idsGiven & bit) != 0,
                lostAWrite);
    }

    private World ledger(Side newOwner, List<Attempt> newAttempts) {
        return new World(
                newOwner,
                List.copyOf(newAttempts),
                source,
                target,
                bridges,
                idsGiven,
                gaveAnIdTwice,
                lostAWrite);
    }
}

package dev.banyan.extraction.protocol;

import dev.banyan.extraction.protocol.Explorer.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One event of a module and subject from the side that owned it, and a later one from the side
/// that owns it now, each by the relay of its own side or in the application that published it: one
/// subscriber hears of them in this order. An attempt may be undone before.
record ModuleEventsModel(Set<Rule> rules) implements Explorer.Model<ModuleEventsModel.State> {

    enum Rule {
        /// What the new side publishes is held from before it opens.
        HELD_BEFORE,
        /// The hold ends only when the old side's log was read up to the marker.
        MARKER_READ,
        /// And when the old side's deliveries of the subject are done.
        DELIVERED,
        /// And what its application had noted.
        FINISHED,
        /// The hold of an attempt that was undone is taken away again.
        UNDONE_RELEASED
    }

    /// Where an event is.
    enum Place {
        UNPUBLISHED,
        /// In the log, and noted by the application for the subscriber where that is beside it.
        PUBLISHED,
        /// In the relay's table.
        WAITING,
        DONE
    }

    /// @param inProcess whether the subscriber is in the application of the old side
    /// @param attempts how many have begun
    /// @param open whether the new side owns the module
    /// @param markerRead whether the old side's relay has read the whole log of its time
    record State(
            boolean inProcess,
            int attempts,
            boolean held,
            boolean open,
            boolean markerRead,
            Place first,
            Place second,
            List<Integer> effects) {

        State first(Place next, int... effect) {
            return new State(
                    inProcess, attempts, held, open, markerRead, next, second, plus(effect));
        }

        State second(Place next, int... effect) {
            return new State(
                    inProcess, attempts, held, open, markerRead, first, next, plus(effect));
        }

        State held(boolean then) {
            return new State(inProcess, attempts, then, open, markerRead, first, second, effects);
        }

        State attempt(boolean passed) {
            return new State(
                    inProcess, attempts + 1, held, passed, markerRead, first, second, effects);
        }

        State readMarker() {
            return new State(inProcess, attempts, held, open, true, first, second, effects);
        }

        private List<Integer> plus(int... effect) {
            var after = new ArrayList<>(effects);
            for (int one : effect) {
                after.add(one);
            }
            return List.copyOf(after);
        }
    }

    @Override
    public State start() {
        return new State(
                false, 0, false, false, false, Place.UNPUBLISHED, Place.UNPUBLISHED, List.of());
    }

    @Override
    public Optional<String> harm(State state) {
        boolean overtaken =
                state.effects().equals(List.of(2)) && state.first() != Place.UNPUBLISHED;
        return overtaken || state.effects().equals(List.of(2, 1))
                ? Optional.of("out of order")
                : Optional.empty();
    }

    @Override
    public boolean isEnd(State state) {
        boolean isFirstOver = state.first() == Place.DONE || state.first() == Place.UNPUBLISHED;
        return state.second() == Place.DONE && isFirstOver;
    }

    @Override
    public List<Move<State>> moves(State state) {
        var moves = new ArrayList<Move<State>>();
        if (state.attempts() == 0 && !state.inProcess()) {
            moves.add(
                    new Move<>(
                            "the subscriber is beside the old side",
                            new State(
                                    true,
                                    0,
                                    state.held(),
                                    false,
                                    false,
                                    state.first(),
                                    state.second(),
                                    state.effects())));
        }
        addAttempts(state, moves);
        addFirst(state, moves);
        addSecond(state, moves);
        addRelease(state, moves);
        return moves;
    }

    private void addAttempts(State state, List<Move<State>> moves) {
        if (state.open() || state.attempts() == 2) {
            return;
        }
        var prepared = state.held(rules.contains(Rule.HELD_BEFORE) || state.held());
        moves.add(new Move<>("the new side opens", prepared.attempt(true)));
        if (state.attempts() == 0) {
            moves.add(new Move<>("an attempt is undone", prepared.attempt(false)));
        }
    }

    private static void addFirst(State state, List<Move<State>> moves) {
        switch (state.first()) {
            case UNPUBLISHED -> {
                if (!state.open()) {
                    moves.add(new Move<>("old publishes", state.first(Place.PUBLISHED)));
                }
            }
            case PUBLISHED ->
                    moves.add(
                            state.inProcess()
                                    ? new Move<>("old handles", state.first(Place.DONE, 1))
                                    : new Move<>("old is read", state.first(Place.WAITING)));
            case WAITING -> moves.add(new Move<>("old is delivered", state.first(Place.DONE, 1)));
            case DONE -> {}
        }
        boolean allRead = state.inProcess() || state.first() != Place.PUBLISHED;
        if (state.open() && allRead && !state.markerRead()) {
            moves.add(new Move<>("old's marker is read", state.readMarker()));
        }
    }

    private static void addSecond(State state, List<Move<State>> moves) {
        switch (state.second()) {
            case UNPUBLISHED -> {
                if (state.open()) {
                    moves.add(new Move<>("new publishes", state.second(Place.PUBLISHED)));
                }
            }
            case PUBLISHED -> moves.add(new Move<>("new is read", state.second(Place.WAITING)));
            case WAITING -> {
                if (!state.held()) {
                    moves.add(new Move<>("new is delivered", state.second(Place.DONE, 2)));
                }
            }
            case DONE -> {}
        }
    }

    /// By the relay, as long after the attempt as it takes. A hold without a barrier in the ledger
    /// is one of an attempt that did not open the side; the next attempt takes it away.
    private void addRelease(State state, List<Move<State>> moves) {
        if (!state.held() || !state.open()) {
            return;
        }
        boolean isRead = state.markerRead() || !rules.contains(Rule.MARKER_READ);
        boolean isDelivered = state.first() != Place.WAITING || !rules.contains(Rule.DELIVERED);
        boolean isFinished =
                !(state.inProcess() && state.first() == Place.PUBLISHED)
                        || !rules.contains(Rule.FINISHED);
        boolean isAlone = state.attempts() < 2 || rules.contains(Rule.UNDONE_RELEASED);
        if (isRead && isDelivered && isFinished && isAlone) {
            moves.add(new Move<>("the hold ends", state.held(false)));
        }
    }
}

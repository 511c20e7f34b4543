package dev.banyan.extraction.protocol;

import dev.banyan.extraction.protocol.Explorer.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Two events of one subject to a module that moves to the target and comes back: handled in
/// process, then by the relay, then in process again. Answers may be lost after the effect.
///
/// Events are numbered 0 and 1 in the order of the source's log; a set of events is a bit mask.
record EventsModel(Set<Rule> rules) implements Explorer.Model<EventsModel.State> {

    static final int EVENTS = 2;

    enum Rule {
        /// The relay begins at the place that was noted before the listeners stopped, where that is
        /// older than the oldest unfinished publication.
        NOTED_PLACE,
        /// The relay begins at the oldest unfinished publication, where that is older.
        OLDEST_UNFINISHED,
        /// What was handled on one side is known on the other.
        INBOX_MOVES,
        /// After the way back, listeners handle nothing until the relay has reached the place that
        /// was read after they had woken up.
        WAIT_AFTER_REVERSE
    }

    enum Phase {
        IN_PROCESS,
        /// The place in the log is noted, the listeners still run.
        NOTED,
        /// The listeners stand still; publications are still recorded.
        STOPPED,
        /// The listeners have learnt that the module is elsewhere, and record nothing any more.
        ASLEEP,
        /// The target owns the module and the relay delivers to it; the source's listeners sleep.
        RELAYED,
        /// The source owns the module again; its listeners record and handle nothing, the relay
        /// goes on.
        RECORDING,
        BACK
    }

    /// @param recorded publications in the registry
    /// @param finished publications whose completion is known
    /// @param noted the place that the attempt noted
    /// @param relay the next event that the relay delivers
    /// @param until the place up to which the relay delivers after the way back
    /// @param effects the events in the order in which they took effect, as digits in base 3
    record State(
            Phase phase,
            int emitted,
            int recorded,
            int finished,
            int noted,
            int relay,
            int until,
            int sourceInbox,
            int targetInbox,
            List<Integer> effects) {

        State in(Phase next) {
            return new State(
                    next,
                    emitted,
                    recorded,
                    finished,
                    noted,
                    relay,
                    until,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State noting() {
            return new State(
                    Phase.NOTED,
                    emitted,
                    recorded,
                    finished,
                    emitted,
                    relay,
                    until,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State emitting() {
            boolean records = phase != Phase.RELAYED && phase != Phase.ASLEEP;
            return new State(
                    phase,
                    emitted + 1,
                    records ? recorded | 1 << emitted : recorded,
                    finished,
                    noted,
                    relay,
                    until,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State handled(int event, boolean onTarget) {
            int inbox = onTarget ? targetInbox : sourceInbox;
            boolean known = (inbox & 1 << event) != 0;
            var after = new ArrayList<>(effects);
            if (!known) {
                after.add(event);
            }
            return new State(
                    phase,
                    emitted,
                    recorded,
                    finished,
                    noted,
                    relay,
                    until,
                    onTarget ? sourceInbox : sourceInbox | 1 << event,
                    onTarget ? targetInbox | 1 << event : targetInbox,
                    List.copyOf(after));
        }

        State finishing(int event) {
            return new State(
                    phase,
                    emitted,
                    recorded,
                    finished | 1 << event,
                    noted,
                    relay,
                    until,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State relaying(int next) {
            return new State(
                    phase,
                    emitted,
                    recorded,
                    finished,
                    noted,
                    next,
                    until,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State until(int place) {
            return new State(
                    phase,
                    emitted,
                    recorded,
                    finished,
                    noted,
                    relay,
                    place,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State inboxes(int source, int target) {
            return new State(
                    phase, emitted, recorded, finished, noted, relay, until, source, target,
                    effects);
        }

        int oldestUnfinished() {
            for (int event = 0; event < emitted; event++) {
                if ((recorded & ~finished & 1 << event) != 0) {
                    return event;
                }
            }
            return Integer.MAX_VALUE;
        }
    }

    static final int UNKNOWN = -1;

    @Override
    public State start() {
        return new State(Phase.IN_PROCESS, 0, 0, 0, 0, 0, UNKNOWN, 0, 0, List.of());
    }

    @Override
    public Optional<String> harm(State state) {
        for (int i = 1; i < state.effects().size(); i++) {
            if (state.effects().get(i) < state.effects().get(i - 1)) {
                return Optional.of("out of order");
            }
            if (state.effects().get(i).equals(state.effects().get(i - 1))) {
                return Optional.of("twice");
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isEnd(State state) {
        return state.phase() == Phase.BACK
                && state.emitted() == EVENTS
                && state.effects().size() == EVENTS;
    }

    @Override
    public List<Move<State>> moves(State state) {
        var moves = new ArrayList<Move<State>>();
        if (state.emitted() < EVENTS) {
            moves.add(new Move<>("event " + state.emitted(), state.emitting()));
        }
        switch (state.phase()) {
            case IN_PROCESS -> {
                addListener(state, moves);
                moves.add(new Move<>("note the place", state.noting()));
            }
            case NOTED -> {
                addListener(state, moves);
                moves.add(new Move<>("stop the listeners", state.in(Phase.STOPPED)));
            }
            case STOPPED -> moves.add(new Move<>("listeners fall asleep", state.in(Phase.ASLEEP)));
            case ASLEEP -> moves.add(new Move<>("the relay subscribes", switched(state)));
            case RELAYED -> {
                addRelay(state, true, moves);
                moves.add(new Move<>("the source owns it again", reversed(state)));
            }
            case RECORDING -> addRecording(state, moves);
            case BACK -> {
                addRelayUpTo(state, moves);
                addListener(state, moves);
            }
        }
        return moves;
    }

    /// The head of the subject is handled; its completion is recorded, or that is lost.
    private static void addListener(State state, List<Move<State>> moves) {
        int event = state.oldestUnfinished();
        if (event == Integer.MAX_VALUE) {
            return;
        }
        var handled = state.handled(event, false);
        moves.add(new Move<>("listener handles " + event, handled.finishing(event)));
        moves.add(new Move<>("listener handles " + event + ", its completion is lost", handled));
    }

    private static void addRelay(State state, boolean onTarget, List<Move<State>> moves) {
        int event = state.relay();
        if (event < state.emitted()) {
            var handled = state.handled(event, onTarget);
            moves.add(new Move<>("relay delivers " + event, handled.relaying(event + 1)));
            moves.add(new Move<>("relay delivers " + event + ", the answer is lost", handled));
        }
    }

    private static void addRelayUpTo(State state, List<Move<State>> moves) {
        if (state.relay() < state.until()) {
            addRelay(state, false, moves);
        }
    }

    private void addRecording(State state, List<Move<State>> moves) {
        if (state.until() == UNKNOWN) {
            addRelay(state, false, moves);
            moves.add(new Move<>("read the place", state.until(state.emitted())));
            return;
        }
        addRelayUpTo(state, moves);
        if (state.relay() >= state.until() || !rules.contains(Rule.WAIT_AFTER_REVERSE)) {
            moves.add(new Move<>("listeners handle again", state.in(Phase.BACK)));
        }
    }

    private State switched(State state) {
        int start = Integer.MAX_VALUE;
        if (rules.contains(Rule.NOTED_PLACE)) {
            start = state.noted();
        }
        if (rules.contains(Rule.OLDEST_UNFINISHED)) {
            start = Math.min(start, state.oldestUnfinished());
        }
        var handedOver = state.relaying(Math.min(start, state.emitted()));
        for (int event = 0; event < state.emitted(); event++) {
            handedOver = handedOver.finishing(event);
        }
        int known = rules.contains(Rule.INBOX_MOVES) ? state.sourceInbox() : 0;
        return handedOver.inboxes(state.sourceInbox(), known).in(Phase.RELAYED);
    }

    private State reversed(State state) {
        int known = rules.contains(Rule.INBOX_MOVES) ? state.targetInbox() : state.sourceInbox();
        return state.inboxes(known, state.targetInbox()).in(Phase.RECORDING);
    }
}

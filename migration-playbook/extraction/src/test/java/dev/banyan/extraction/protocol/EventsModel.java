package dev.banyan.extraction.protocol;

import dev.banyan.extraction.protocol.Explorer.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Two events of one subject to a module that moves to the target and comes back: handled in
/// process, then by the relay, then in process again. Answers may be lost after the effect, and an
/// application learns late, or early, that the module is elsewhere.
///
/// Events are numbered 0 and 1 in the order of the source's log; a set of events is a bit mask.
record EventsModel(Set<Rule> rules) implements Explorer.Model<EventsModel.State> {

    static final int EVENTS = 2;
    static final int UNKNOWN = -1;

    enum Rule {
        /// The relay takes all that comes behind the place that was noted before anything stood
        /// still.
        NOTED_PLACE,
        /// Of what is older, it takes what the application noted and did not finish.
        UNFINISHED,
        /// What was handled on one side is known on the other.
        INBOX_MOVES,
        /// The application handles nothing that the relay may have, or get, the earlier ones of.
        HELD,
        /// So it is before the side opens again, should the relay not have begun by then.
        HELD_BEFORE_RETURN,
        /// That ends only when the relay has read up to the place where everybody notes again.
        READ_UP_TO,
        /// And when it has delivered what it has.
        DELIVERED
    }

    enum Phase {
        IN_PROCESS,
        /// The place is noted; listeners still run, and may end at any time.
        NOTED,
        /// The target owns the module; the fence of the source lets no listener have an effect.
        MOVED,
        /// The ledger says that the relay delivers.
        SUBSCRIBED,
        /// The source owns the module again.
        REVERSED,
        /// Everybody notes again, and the place is written down.
        RETURNING,
        BACK
    }

    /// @param registry publications that the application has not finished
    /// @param noted the place that the attempt noted
    /// @param read how far the relay has read
    /// @param taken whether it has begun to deliver
    /// @param upTo the place behind which the application handles again, or unknown
    /// @param waiting deliveries of the relay
    /// @param held whether the application leaves the subject alone
    /// @param effects the events in the order in which they took effect
    record State(
            Phase phase,
            int emitted,
            int registry,
            int noted,
            int read,
            boolean taken,
            int upTo,
            int waiting,
            boolean held,
            int sourceInbox,
            int targetInbox,
            List<Integer> effects) {

        State in(Phase next) {
            return new State(
                    next,
                    emitted,
                    registry,
                    noted,
                    read,
                    taken,
                    upTo,
                    waiting,
                    held,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State emitting(boolean records) {
            int after = records ? registry | 1 << emitted : registry;
            return new State(
                    phase,
                    emitted + 1,
                    after,
                    noted,
                    read,
                    taken,
                    upTo,
                    waiting,
                    held,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State places(int notedThen, int upToThen) {
            return new State(
                    phase,
                    emitted,
                    registry,
                    notedThen,
                    read,
                    taken,
                    upToThen,
                    waiting,
                    held,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State relaying(int readThen, boolean takenThen, int registryThen, int waitingThen) {
            return new State(
                    phase,
                    emitted,
                    registryThen,
                    noted,
                    readThen,
                    takenThen,
                    upTo,
                    waitingThen,
                    held,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State held(boolean then) {
            return new State(
                    phase,
                    emitted,
                    registry,
                    noted,
                    read,
                    taken,
                    upTo,
                    waiting,
                    then,
                    sourceInbox,
                    targetInbox,
                    effects);
        }

        State inboxes(int source, int target) {
            return new State(
                    phase, emitted, registry, noted, read, taken, upTo, waiting, held, source,
                    target, effects);
        }

        State handled(int event, boolean onTarget) {
            int inbox = onTarget ? targetInbox : sourceInbox;
            var after = new ArrayList<>(effects);
            if ((inbox & 1 << event) == 0) {
                after.add(event);
            }
            var known =
                    inboxes(
                            onTarget ? sourceInbox : sourceInbox | 1 << event,
                            onTarget ? targetInbox | 1 << event : targetInbox);
            return new State(
                    phase,
                    emitted,
                    registry,
                    noted,
                    read,
                    taken,
                    upTo,
                    waiting,
                    held,
                    known.sourceInbox,
                    known.targetInbox,
                    List.copyOf(after));
        }

        boolean isSourceOpen() {
            return phase != Phase.MOVED && phase != Phase.SUBSCRIBED;
        }

        /// Whether an application may not note what it publishes.
        boolean mayForget() {
            return phase == Phase.MOVED || phase == Phase.SUBSCRIBED || phase == Phase.REVERSED;
        }
    }

    @Override
    public State start() {
        return new State(Phase.IN_PROCESS, 0, 0, 0, 0, false, UNKNOWN, 0, false, 0, 0, List.of());
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
        addEmission(state, moves);
        addListener(state, moves);
        addReading(state, moves);
        addDelivery(state, moves);
        switch (state.phase()) {
            case IN_PROCESS ->
                    moves.add(
                            new Move<>(
                                    "note the place",
                                    state.places(state.emitted(), UNKNOWN).in(Phase.NOTED)));
            case NOTED -> moves.add(new Move<>("the target owns it", moved(state)));
            case MOVED ->
                    moves.add(new Move<>("the ledger subscribes", state.in(Phase.SUBSCRIBED)));
            case SUBSCRIBED -> moves.add(new Move<>("the source owns it again", reversed(state)));
            case REVERSED ->
                    moves.add(
                            new Move<>(
                                    "note where everybody records again",
                                    state.places(state.noted(), state.emitted())
                                            .in(Phase.RETURNING)));
            case RETURNING -> addEnd(state, moves);
            case BACK -> {}
        }
        if (state.phase().compareTo(Phase.SUBSCRIBED) >= 0 && !state.taken()) {
            addTaking(state, moves);
        }
        return moves;
    }

    private static void addEmission(State state, List<Move<State>> moves) {
        if (state.emitted() == EVENTS) {
            return;
        }
        moves.add(new Move<>("event " + state.emitted(), state.emitting(true)));
        if (state.mayForget()) {
            moves.add(
                    new Move<>("event " + state.emitted() + ", unrecorded", state.emitting(false)));
        }
    }

    /// Effect, inbox and the end of the publication are one transaction.
    private static void addListener(State state, List<Move<State>> moves) {
        if (state.registry() == 0 || state.held() || !state.isSourceOpen()) {
            return;
        }
        int event = Integer.numberOfTrailingZeros(state.registry());
        var handled = state.handled(event, false);
        moves.add(
                new Move<>(
                        "listener handles " + event,
                        handled.relaying(
                                state.read(),
                                state.taken(),
                                state.registry() & ~(1 << event),
                                state.waiting())));
    }

    private static void addReading(State state, List<Move<State>> moves) {
        if (state.read() == state.emitted()) {
            return;
        }
        int event = state.read();
        boolean isOurs =
                state.taken()
                        && (state.upTo() == UNKNOWN || event < state.upTo() || !isBack(state));
        int bit = isOurs ? 1 << event : 0;
        moves.add(
                new Move<>(
                        "relay reads " + event,
                        state.relaying(
                                event + 1,
                                state.taken(),
                                state.registry() & ~bit,
                                state.waiting() | bit)));
    }

    /// The relay learns of the return when it looks, not before.
    private static boolean isBack(State state) {
        return state.phase() == Phase.RETURNING || state.phase() == Phase.BACK;
    }

    private void addTaking(State state, List<Move<State>> moves) {
        if (state.read() < state.noted()) {
            return;
        }
        int from = rules.contains(Rule.NOTED_PLACE) ? state.noted() : state.read();
        int taken = rules.contains(Rule.UNFINISHED) ? state.registry() : 0;
        for (int event = from; event < state.read(); event++) {
            taken |= 1 << event;
        }
        taken &= (1 << state.read()) - 1;
        var next = state.relaying(state.read(), true, state.registry() & ~taken, taken);
        moves.add(new Move<>("relay begins", next.held(rules.contains(Rule.HELD))));
    }

    private static void addDelivery(State state, List<Move<State>> moves) {
        if (state.waiting() == 0) {
            return;
        }
        int event = Integer.numberOfTrailingZeros(state.waiting());
        var handled = state.handled(event, !state.isSourceOpen());
        moves.add(
                new Move<>(
                        "relay delivers " + event,
                        handled.relaying(
                                state.read(),
                                true,
                                state.registry(),
                                state.waiting() & ~(1 << event))));
        moves.add(new Move<>("relay delivers " + event + ", the answer is lost", handled));
    }

    private void addEnd(State state, List<Move<State>> moves) {
        boolean hasRead = state.read() >= state.upTo() || !rules.contains(Rule.READ_UP_TO);
        boolean hasDelivered = state.waiting() == 0 || !rules.contains(Rule.DELIVERED);
        if (state.taken() && hasRead && hasDelivered) {
            moves.add(new Move<>("relay is through", state.held(false).in(Phase.BACK)));
        }
    }

    private State moved(State state) {
        int known = rules.contains(Rule.INBOX_MOVES) ? state.sourceInbox() : 0;
        return state.inboxes(state.sourceInbox(), known).in(Phase.MOVED);
    }

    private State reversed(State state) {
        int known = rules.contains(Rule.INBOX_MOVES) ? state.targetInbox() : state.sourceInbox();
        boolean isHeld = state.held() || rules.contains(Rule.HELD_BEFORE_RETURN);
        return state.inboxes(known, state.targetInbox()).held(isHeld).in(Phase.REVERSED);
    }
}

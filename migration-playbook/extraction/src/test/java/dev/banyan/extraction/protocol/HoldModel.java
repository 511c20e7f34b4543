package dev.banyan.extraction.protocol;

import dev.banyan.extraction.protocol.Explorer.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Proxies that learn of a new table late, writes on their way, applications that sleep until they
/// have learnt that they own the module: no write may be refused.
record HoldModel(Set<Rule> rules) implements Explorer.Model<HoldModel.State> {

    enum Rule {
        /// A proxy acknowledges a hold only when no write that it let through is on its way.
        DRAINED_ACKNOWLEDGEMENT,
        /// Held writes are released only after the new side's fence is open.
        OPEN_BEFORE_RELEASE,
        /// Held writes are released only after the new side's endpoints are awake.
        AWAKE_BEFORE_RELEASE
    }

    /// The routes as the ledger has them, in the order of their versions; an undo goes to
    /// `OLD_AGAIN`.
    enum Table {
        OLD,
        HOLD_FOR_OLD,
        OLD_AGAIN,
        HOLD_FOR_NEW,
        NEW;

        boolean holds() {
            return this == HOLD_FOR_OLD || this == HOLD_FOR_NEW;
        }

        boolean leadsToNew() {
            return this == HOLD_FOR_NEW || this == NEW;
        }
    }

    /// What the bridge does next.
    enum Next {
        HOLD,
        CLOSE,
        PASS,
        OPEN,
        RELEASE,
        REOPEN,
        END_UNDO,
        NOTHING
    }

    /// One proxy.
    ///
    /// @param toOld writes on their way to old, at most one
    /// @param held writes that wait, at most one
    record Proxy(Table table, boolean toOld, boolean toNew, boolean held) {
        Proxy seeing(Table next) {
            return new Proxy(next, toOld, toNew, held);
        }
    }

    record State(
            Table ledger,
            Next next,
            Proxy first,
            Proxy second,
            boolean oldOpen,
            boolean newOpen,
            boolean newAwake,
            boolean oldAwake,
            boolean refused) {

        State with(boolean isFirst, Proxy proxy) {
            return new State(
                    ledger,
                    next,
                    isFirst ? proxy : first,
                    isFirst ? second : proxy,
                    oldOpen,
                    newOpen,
                    newAwake,
                    oldAwake,
                    refused);
        }

        State routed(Table table, Next then) {
            return new State(
                    table, then, first, second, oldOpen, newOpen, newAwake, oldAwake, refused);
        }

        State fenced(boolean old, boolean fresh, Next then) {
            return new State(ledger, then, first, second, old, fresh, newAwake, oldAwake, refused);
        }

        State awake(boolean old, boolean fresh) {
            return new State(ledger, next, first, second, oldOpen, newOpen, fresh, old, refused);
        }

        State refusedIf(boolean isRefused) {
            return new State(
                    ledger,
                    next,
                    first,
                    second,
                    oldOpen,
                    newOpen,
                    newAwake,
                    oldAwake,
                    refused || isRefused);
        }
    }

    @Override
    public State start() {
        var proxy = new Proxy(Table.OLD, false, false, false);
        return new State(Table.OLD, Next.HOLD, proxy, proxy, true, false, false, true, false);
    }

    @Override
    public Optional<String> harm(State state) {
        return state.refused() ? Optional.of("a write was refused") : Optional.empty();
    }

    @Override
    public boolean isEnd(State state) {
        return state.next() == Next.NOTHING && !state.first().held() && !state.second().held();
    }

    @Override
    public List<Move<State>> moves(State state) {
        var moves = new ArrayList<Move<State>>();
        addProxy(state, true, moves);
        addProxy(state, false, moves);
        addApplications(state, moves);
        addBridge(state, moves);
        return moves;
    }

    private static void addProxy(State state, boolean isFirst, List<Move<State>> moves) {
        var proxy = isFirst ? state.first() : state.second();
        var name = isFirst ? "first proxy" : "second proxy";
        if (proxy.table() != state.ledger()) {
            moves.add(
                    new Move<>(
                            name + " learns " + state.ledger(),
                            state.with(isFirst, proxy.seeing(state.ledger()))));
        }
        addWrites(state, isFirst, proxy, name, moves);
        if (proxy.toOld()) {
            var arrived = new Proxy(proxy.table(), false, proxy.toNew(), proxy.held());
            boolean accepted = state.oldOpen() && state.oldAwake();
            moves.add(
                    new Move<>(
                            name + "'s write reaches old",
                            state.with(isFirst, arrived).refusedIf(!accepted)));
        }
        if (proxy.toNew()) {
            var arrived = new Proxy(proxy.table(), proxy.toOld(), false, proxy.held());
            boolean accepted = state.newOpen() && state.newAwake();
            moves.add(
                    new Move<>(
                            name + "'s write reaches new",
                            state.with(isFirst, arrived).refusedIf(!accepted)));
        }
    }

    private static void addWrites(
            State state, boolean isFirst, Proxy proxy, String name, List<Move<State>> moves) {
        boolean waits = proxy.held();
        if (proxy.table().holds()) {
            if (!waits) {
                var held = new Proxy(proxy.table(), proxy.toOld(), proxy.toNew(), true);
                moves.add(new Move<>(name + " holds a write", state.with(isFirst, held)));
            }
            return;
        }
        boolean toNew = proxy.table().leadsToNew();
        if (toNew ? !proxy.toNew() : !proxy.toOld()) {
            var sent =
                    new Proxy(
                            proxy.table(), proxy.toOld() || !toNew, proxy.toNew() || toNew, false);
            moves.add(
                    new Move<>(
                            name + (waits ? " releases" : " sends") + " a write",
                            state.with(isFirst, sent)));
        }
    }

    private static void addApplications(State state, List<Move<State>> moves) {
        boolean ownsNew = state.ledger().leadsToNew();
        if (ownsNew && !state.newAwake()) {
            moves.add(new Move<>("new wakes up", state.awake(state.oldAwake(), true)));
        }
        if (ownsNew && state.oldAwake()) {
            moves.add(new Move<>("old falls asleep", state.awake(false, state.newAwake())));
        }
    }

    private void addBridge(State state, List<Move<State>> moves) {
        switch (state.next()) {
            case HOLD -> add(moves, "hold", state, s -> s.routed(Table.HOLD_FOR_OLD, Next.CLOSE));
            case CLOSE -> {
                if (acknowledged(state.first()) && acknowledged(state.second())) {
                    add(moves, "close old", state, s -> s.fenced(false, false, Next.PASS));
                }
                add(moves, "give up", state, s -> s.fenced(s.oldOpen(), false, Next.REOPEN));
            }
            case PASS -> {
                add(moves, "pass", state, s -> s.routed(afterPassing(), Next.OPEN));
                add(moves, "give up", state, s -> s.fenced(false, false, Next.REOPEN));
            }
            case OPEN -> add(moves, "open new", state, s -> s.fenced(false, true, Next.RELEASE));
            case RELEASE -> {
                if (state.newAwake() || !rules.contains(Rule.AWAKE_BEFORE_RELEASE)) {
                    add(moves, "release", state, s -> s.routed(Table.NEW, Next.NOTHING));
                }
            }
            case REOPEN ->
                    add(moves, "reopen old", state, s -> s.fenced(true, false, Next.END_UNDO));
            case END_UNDO ->
                    add(moves, "end undo", state, s -> s.routed(Table.OLD_AGAIN, Next.NOTHING));
            case NOTHING -> {}
        }
    }

    private Table afterPassing() {
        return rules.contains(Rule.OPEN_BEFORE_RELEASE) ? Table.HOLD_FOR_NEW : Table.NEW;
    }

    private boolean acknowledged(Proxy proxy) {
        boolean drained = !proxy.toOld() || !rules.contains(Rule.DRAINED_ACKNOWLEDGEMENT);
        return proxy.table() == Table.HOLD_FOR_OLD && drained;
    }

    private static void add(
            List<Move<State>> moves, String name, State state, UnaryOperator<State> change) {
        moves.add(new Move<>(name, change.apply(state)));
    }
}

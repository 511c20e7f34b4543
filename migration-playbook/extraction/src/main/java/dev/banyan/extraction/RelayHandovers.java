package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Handover;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.relay.Subscriptions;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Carries out what a change of owner has left to the relay, bit by bit and as often as it is
/// called; blocks no attempt.
public final class RelayHandovers {
    private final Ledger ledger;
    private final String bridge;

    public RelayHandovers(Ledger ledger, String bridge) {
        this.ledger = ledger;
        this.bridge = bridge;
    }

    /// Does what can be done now, and takes off the ledger what is over.
    public void advance(MovedModule module, Extraction extraction) throws SQLException {
        var over = new ArrayList<Handover>();
        for (var side : Side.values()) {
            over.addAll(subscribe(module, side, extraction.handovers()));
        }
        for (var handover : extraction.handovers()) {
            if (handover instanceof Handover.Barrier barrier && isOver(module, barrier)) {
                over.add(barrier);
            }
        }
        boolean idle = extraction.underWay() == null;
        if (idle) {
            extraction.handovers().stream()
                    .filter(Handover.Noted.class::isInstance)
                    .forEach(over::add);
        }
        if (idle && !over.isEmpty()) {
            ledger.apply(module.name(), new Change.EndHandovers(over), Note.by(bridge));
        }
    }

    /// What was said last counts: a subscription that was given back before anybody began with it
    /// never took anything from the application.
    ///
    /// @return what is over
    private static List<Handover> subscribe(MovedModule module, Side side, List<Handover> all)
            throws SQLException {
        var last = lastOn(side, all);
        if (last.isEmpty()) {
            return List.of();
        }
        var subscriptions = new Subscriptions(module.databaseOf(side));
        boolean done =
                switch (last.get()) {
                    case Handover.Subscription s ->
                            subscriptions.take(module.name(), Lsn.parse(s.from()));
                    case Handover.Return r -> giveBack(module, subscriptions, r);
                    case Handover.Barrier _, Handover.Noted _ -> false;
                };
        if (!done) {
            return List.of();
        }
        boolean returned = last.get() instanceof Handover.Return;
        return on(side, all).filter(h -> returned || !h.equals(last.get())).toList();
    }

    private static boolean giveBack(
            MovedModule module, Subscriptions subscriptions, Handover.Return back)
            throws SQLException {
        subscriptions.giveBack(module.name(), Lsn.parse(back.upTo()));
        return subscriptions.isGivenBack(module.name());
    }

    private static boolean isOver(MovedModule module, Handover.Barrier barrier)
            throws SQLException {
        return new Subscriptions(module.databaseOf(barrier.oldOwner().other()))
                .release(
                        module.name(),
                        barrier.epoch(),
                        module.databaseOf(barrier.oldOwner()),
                        barrier.marker());
    }

    /// The newest word on who handles what is published on a side.
    static Optional<Handover> lastOn(Side side, List<Handover> all) {
        return on(side, all).max(Comparator.comparingLong(Handover::epoch));
    }

    private static Stream<Handover> on(Side side, List<Handover> all) {
        return all.stream()
                .filter(handover ->
                        switch (handover) {
                            case Handover.Subscription s -> s.side() == side;
                            case Handover.Return r -> r.side() == side;
                            case Handover.Barrier _, Handover.Noted _ -> false;
                        });
    }
}

package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Handover;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.Note;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.relay.Relay;
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

    /// One after the other, in the order in which they were said: also a subscription that was
    /// given back before anybody began with it, for there may be events that no application has
    /// noted.
    ///
    /// @return what is over
    private static List<Handover> subscribe(MovedModule module, Side side, List<Handover> all)
            throws SQLException {
        var said = on(side, all).sorted(Comparator.comparingLong(Handover::epoch)).toList();
        if (said.isEmpty() || !Relay.isInstalled(module.databaseOf(side))) {
            return said; // a relay that was taken away has nothing left to do
        }
        var subscriptions = new Subscriptions(module.databaseOf(side));
        for (var handover : said) {
            if (!isDone(module, subscriptions, handover)) {
                return List.of();
            }
        }
        // A subscription goes on until it is given back; what came before it is over.
        if (said.getLast() instanceof Handover.Subscription) {
            return said.subList(0, said.size() - 1);
        }
        return subscriptions.isGivenBack(module.name()) ? said : List.of();
    }

    private static boolean isDone(
            MovedModule module, Subscriptions subscriptions, Handover handover)
            throws SQLException {
        return switch (handover) {
            case Handover.Subscription s -> subscriptions.take(module.name(), Lsn.parse(s.from()));
            case Handover.Return r -> subscriptions.giveBack(module.name(), Lsn.parse(r.upTo()));
            case Handover.Barrier _, Handover.Noted _ -> true;
        };
    }

    private static boolean isOver(MovedModule module, Handover.Barrier barrier)
            throws SQLException {
        var newDatabase = module.databaseOf(barrier.oldOwner().other());
        return !Relay.isInstalled(newDatabase)
                || new Subscriptions(newDatabase)
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

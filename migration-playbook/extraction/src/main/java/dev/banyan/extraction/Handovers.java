package dev.banyan.extraction;

import dev.banyan.ledger.Change;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Handover;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.fence.FenceChange;
import dev.banyan.replication.relay.Relay;
import dev.banyan.replication.relay.Subscriptions;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Hands the events of a module, and those to it, from the side that owned it to the other. Writes
/// down what is to be done; [RelayHandovers] does it, when the attempt may be long over.
///
/// Where no relay is installed there is nothing to hand over: events stay in their application.
final class Handovers {
    private final MovedModule module;
    private final Workplace workplace;
    private final HeldAttempt held;
    private final OwnerChange change;
    private final Side old;

    Handovers(MovedModule module, Workplace workplace, HeldAttempt held, OwnerChange change) {
        this.module = module;
        this.workplace = workplace;
        this.held = held;
        this.change = change;
        this.old = change.old();
    }

    /// Before anything stands still. The side that is about to open publishes nothing of the module
    /// yet, so what it publishes later lies behind these holds; and listeners still run, so what
    /// they do not finish lies behind this place, or is unfinished.
    void prepare() throws SQLException, InterruptedException {
        if (isSubscribedOn(old.other()) && isRelayed(old.other())) {
            // The relay may be so late that it has not begun yet with what it was told last time.
            subscriptions(old.other()).keepFromApplication(module.name());
        }
        if (change.oldIsLost()) {
            return;
        }
        new Installing(module, workplace).installOutboxTriggers();
        if (isRelayed(old) && isRelayed(old.other())) {
            subscriptions(old.other()).hold(module.name(), held.attempt().epoch(), barriers());
        }
        if (isRelayed(old)) {
            var place = subscriptions(old).place().toString();
            write(List.of(new Handover.Noted(held.attempt().epoch(), old, place)));
        }
    }

    /// Those that still hold something.
    private List<Long> barriers() {
        return handovers().stream()
                .filter(Handover.Barrier.class::isInstance)
                .map(Handover::epoch)
                .toList();
    }

    /// When the new side is open and everybody knows it. Repeatable.
    Change.HandOver move() throws SQLException {
        var all = new ArrayList<Handover>();
        long epoch = held.attempt().epoch();
        if (isRelayed(old) && isRelayed(old.other())) {
            all.add(new Handover.Barrier(epoch, old, marker()));
        }
        for (var handover : handovers()) {
            if (handover instanceof Handover.Noted noted && noted.epoch() == epoch) {
                all.add(new Handover.Subscription(epoch, old, noted.place()));
            }
        }
        if (isSubscribedOn(old.other())) {
            Lsn upTo = subscriptions(old.other()).place();
            all.add(new Handover.Return(epoch, old.other(), upTo.toString()));
        }
        return new Change.HandOver(held.id(), held.bridge(), all);
    }

    /// Not where this attempt itself has said so: its answer was lost.
    private boolean isSubscribedOn(Side side) {
        var last = RelayHandovers.lastOn(side, handovers());
        return last.filter(Handover.Subscription.class::isInstance).isPresent();
    }

    private String marker() {
        return new FenceChange(module.name(), held.attempt().epoch(), held.id()).marker();
    }

    private void write(List<Handover> some) {
        held.require(new Change.HandOver(held.id(), held.bridge(), some), Map.of());
    }

    private List<Handover> handovers() {
        return workplace
                .ledger()
                .extraction(module.name())
                .map(Extraction::handovers)
                .orElse(List.of());
    }

    private boolean isRelayed(Side side) throws SQLException {
        boolean isLost = change.oldIsLost() && side == old;
        return !isLost && Relay.isInstalled(module.databaseOf(side));
    }

    private Subscriptions subscriptions(Side side) {
        return new Subscriptions(module.databaseOf(side));
    }
}

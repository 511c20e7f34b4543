package dev.banyan.bridge;

import dev.banyan.extraction.MovedModule;
import dev.banyan.ledger.Attempt;
import dev.banyan.ledger.FenceReading;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.ModulePicture;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.fence.FenceSettings;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes into the ledger how modules are, for whoever asks without asking the databases.
final class Portraits {
    private final Ledger ledger;
    private final RunningStreams streams;
    private final RetainedLog retained;
    private final @Nullable RunningRelays relays;
    private final String bridge;

    /// @param relays null where no events are relayed
    Portraits(
            Ledger ledger,
            RunningStreams streams,
            RetainedLog retained,
            @Nullable RunningRelays relays,
            String bridge) {
        this.ledger = ledger;
        this.streams = streams;
        this.retained = retained;
        this.relays = relays;
        this.bridge = bridge;
    }

    /// Looks at a module and writes what it saw.
    void draw(MovedModule module, @Nullable String doing) {
        var now = ledger.clock();
        ledger.picture(
                module.name(),
                new ModulePicture(
                        bridge,
                        doing,
                        ModuleStatus.stream(module.name(), Side.CANDIDATE, streams, now),
                        ModuleStatus.stream(module.name(), Side.CONTROL, streams, now),
                        fence(module, Side.CONTROL),
                        fence(module, Side.CANDIDATE),
                        relays == null ? List.of() : relays.deliveries(module),
                        retained.notes(module.name()),
                        now));
    }

    /// A database that cannot be reached is shown as one that says nothing.
    private static @Nullable FenceReading fence(MovedModule module, Side side) {
        try {
            return new Fence(module.databaseOf(side), FenceSettings.forLease(Attempt.LEASE))
                    .read(module.name())
                    .map(row -> new FenceReading(row.here(), row.epoch(), row.attempt()))
                    .orElse(null);
        } catch (SQLException unreachable) {
            return null;
        }
    }
}

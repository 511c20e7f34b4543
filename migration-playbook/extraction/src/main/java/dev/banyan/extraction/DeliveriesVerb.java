package dev.banyan.extraction;

import dev.banyan.ledger.Note;
import dev.banyan.ledger.SideName;
import dev.banyan.replication.relay.ParkedDeliveries;
import dev.banyan.replication.relay.ParkedDelivery;
import dev.banyan.replication.relay.Relay;
import dev.banyan.replication.relay.Subscriptions;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Shows events that nobody could handle, of a module or to it, and tries them again or gives them
/// up when somebody says so.
final class DeliveriesVerb {
    private static final int SHOWN = 100;

    /// A slot waits for every open writer of the server.
    private static final Duration REREADING = Duration.ofMinutes(1);

    private final Asked asked;
    private final MovedModule module;

    DeliveriesVerb(Asked asked) {
        this.asked = asked;
        this.module = asked.module();
    }

    Outcome run() throws SQLException {
        if (asked.has("reread")) {
            return reread();
        }
        var replay = Optional.ofNullable(asked.option("replay"));
        var drop = Optional.ofNullable(asked.option("drop"));
        if (replay.isEmpty() && drop.isEmpty()) {
            return list(asked.has("all"));
        }
        var id = replay.or(() -> drop).orElseThrow();
        try {
            return change(UUID.fromString(id), replay.isPresent());
        } catch (IllegalArgumentException notAnId) {
            return Outcome.refused(
                    "'%s' is no id of an event.".formatted(id),
                    "banyan deliveries " + module.name());
        }
    }

    /// Where the slot of an outbox is lost, its rows are read instead.
    private Outcome reread() throws SQLException {
        var done = new ArrayList<String>();
        for (var side : Side.values()) {
            var database = module.databaseOf(side);
            if (Relay.isInstalled(database)
                    && (asked.isDryRun()
                            ? !Relay.isSound(database)
                            : Relay.renew(database, REREADING))) {
                done.add("read the outbox of the %s anew".formatted(SideName.of(side)));
            }
        }
        if (done.isEmpty()) {
            return Outcome.refused(
                    "No outbox has lost its slot.", "banyan status " + module.name());
        }
        if (asked.isDryRun()) {
            return Outcome.told("'deliveries --reread' would do this; nothing was changed.", done);
        }
        var note = new Note(asked.request().askedBy(), Map.of("reread", String.join(", ", done)));
        asked.workplace().ledger().record(module.name(), "deliveries", note);
        return Outcome.done(
                "Done: %s. What its log cannot tell any more is delivered from its rows."
                        .formatted(String.join(", ", done)));
    }

    private Outcome list(boolean all) throws SQLException {
        var lines = new ArrayList<String>();
        for (var side : Side.values()) {
            for (var parked : deliveries(side).all(SHOWN)) {
                if (all || concerns(parked)) {
                    lines.add(line(side, parked));
                }
            }
        }
        return lines.isEmpty()
                ? Outcome.done("No event waits for a decision.")
                : new Outcome(
                        0,
                        String.join("\n", lines),
                        "banyan deliveries %s --replay ID, or --drop ID".formatted(module.name()),
                        List.of());
    }

    private boolean concerns(ParkedDelivery parked) {
        return parked.module().equals(module.name())
                || parked.consumer().equals(Subscriptions.of(module.name()))
                || parked.consumer().startsWith(module.name() + ".");
    }

    private static String line(Side side, ParkedDelivery parked) {
        return "%s  %s of '%s' to '%s' from the outbox of the %s: %s after %d tries since %s, %d wait behind it: %s"
                .formatted(
                        parked.event(),
                        parked.type(),
                        parked.subject(),
                        parked.consumer(),
                        SideName.of(side),
                        parked.dead() ? "dead" : "failing",
                        parked.tries(),
                        parked.since(),
                        parked.behind(),
                        parked.error());
    }

    private Outcome change(UUID event, boolean replay) throws SQLException {
        var what = replay ? "replay" : "drop";
        if (asked.isDryRun()) {
            return Outcome.told(
                    "'deliveries %s' would do this; nothing was changed.".formatted(module.name()),
                    List.of(what + " event " + event));
        }
        int changed = 0;
        for (var side : Side.values()) {
            var deliveries = deliveries(side);
            changed += replay ? deliveries.replay(event) : deliveries.drop(event);
        }
        if (changed == 0) {
            return Outcome.refused(
                    "No delivery of event '%s' waits for a decision.".formatted(event),
                    "banyan deliveries " + module.name());
        }
        var note = new Note(asked.request().askedBy(), Map.of(what, event.toString()));
        asked.workplace().ledger().record(module.name(), "deliveries", note);
        return Outcome.done(
                "%d %s of event '%s' %s."
                        .formatted(
                                changed,
                                changed == 1 ? "delivery" : "deliveries",
                                event,
                                replay ? "are tried again" : "are given up"));
    }

    private ParkedDeliveries deliveries(Side side) {
        return new ParkedDeliveries(module.databaseOf(side));
    }
}

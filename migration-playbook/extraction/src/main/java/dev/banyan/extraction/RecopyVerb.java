package dev.banyan.extraction;

import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.Change;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.SideName;
import dev.banyan.replication.CopySettings;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.FenceClaim;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.Recopy;
import dev.banyan.replication.SlotState;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.fence.Fence;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// Gives the side that does not own a module a fresh copy of its tables, and makes the streams
/// whole again, whatever has become of their slots.
final class RecopyVerb {
    private final Asked asked;
    private final MovedModule module;
    private final Workplace workplace;
    private final Side receiver;

    RecopyVerb(Asked asked) {
        this.asked = asked;
        this.module = asked.module();
        this.workplace = asked.workplace();
        this.receiver = asked.extraction().owner().other();
    }

    Outcome run() throws SQLException, InterruptedException {
        return asked.attempt(AttemptKind.RECOPY, course(), this::run);
    }

    private Course course() {
        var link = module.linkTo(receiver);
        return new Course()
                .then(
                        "claim",
                        "claims the fence of the %s, which stays closed"
                                .formatted(SideName.of(receiver)),
                        this::claim)
                .then("stop-streams", "stops both streams", _ -> stop())
                .then(
                        "copy",
                        "makes slot '%s' anew and replaces the rows of %d tables in one transaction"
                                .formatted(link.slot(), link.tables().size()),
                        this::copy)
                .then(
                        "other-direction",
                        "makes slot '%s' anew where it is lost"
                                .formatted(module.linkTo(receiver.other()).slot()),
                        this::mendOtherDirection)
                .then("unclaim", "lets go of the fence", this::unclaim);
    }

    private Outcome run(HeldAttempt held) throws InterruptedException, SQLException {
        try {
            var found = course().run(held);
            held.require(new Change.Finish(held.id(), held.bridge()), found);
            FreshCopy.done(workplace.ledger(), module.name(), held.bridge());
            workplace.startStreams(module);
            return Outcome.done(
                    "The %s has a fresh copy of '%s', and both directions stream."
                            .formatted(SideName.of(receiver), module.name()));
        } catch (SQLException | StreamStoppedException | LedgerException e) {
            new Rewriting(module, workplace, held).undo(receiver, String.valueOf(e.getMessage()));
            return Outcome.failed(
                    "'%s' could not be copied anew: %s".formatted(module.name(), e.getMessage()),
                    "banyan recopy " + module.name());
        }
    }

    private Map<String, String> claim(HeldAttempt held) throws SQLException {
        Fences.require(workplace.fenceIn(module.databaseOf(receiver)).claim(held.onFence()));
        return Map.of();
    }

    private Map<String, String> stop() throws InterruptedException {
        workplace.streaming().stop(module.name(), workplace.settings().carried());
        return Map.of();
    }

    private Map<String, String> copy(HeldAttempt held) throws InterruptedException {
        var copy = recopy(module.linkTo(receiver), held);
        return Map.of("rows", Long.toString(copy), "to", SideName.of(receiver));
    }

    private long recopy(Link link, HeldAttempt held) throws InterruptedException {
        var recopy =
                new Recopy(link, CopySettings.defaults(), claimed(held), Moment.Listener.none());
        try (var _ =
                Telling.of(
                        workplace.progress(), () -> CreateVerb.told(recopy.progress(), "recopy"))) {
            return recopy.run(workplace.settings().slot()).rows();
        }
    }

    /// The side that owns the module gets none of its tables. Followed tables go forward always,
    /// also to a target that owns the module: what its lost slot had to tell of them is copied.
    private Map<String, String> mendOtherDirection(HeldAttempt held) throws InterruptedException {
        var link = module.linkTo(receiver.other());
        if (isWhole(link)) {
            return Map.of("other-direction", "whole");
        }
        if (receiver == Side.CONTROL && !module.followed().isEmpty()) {
            var rows =
                    new Recopy(
                                    link,
                                    CopySettings.defaults(),
                                    FenceClaim.unfenced(),
                                    Moment.Listener.none())
                            .only(module.followed())
                            .run(workplace.settings().slot())
                            .rows();
            return Map.of("followed-rows", Long.toString(rows));
        }
        Streams.slots(link).drop(workplace.settings().slot());
        try (ExportedSnapshot snapshot = Streams.slots(link).create(workplace.settings().slot())) {
            Streams.begin(link, snapshot.consistentPoint());
        }
        return Map.of("other-direction", "made anew");
    }

    private static boolean isWhole(Link link) {
        Optional<SlotState> slot = Streams.slots(link).state();
        return slot.isPresent()
                && slot.get().invalidation().isEmpty()
                && !slot.get().walStatus().equals("lost");
    }

    private FenceClaim claimed(HeldAttempt held) {
        return connection -> {
            if (!Fence.holdsClaim(connection, held.onFence())) {
                throw new AttemptLostException(
                        "The claim on the %s of '%s' is gone."
                                .formatted(SideName.of(receiver), module.name()));
            }
        };
    }

    private Map<String, String> unclaim(HeldAttempt held) throws SQLException {
        Fences.require(workplace.fenceIn(module.databaseOf(receiver)).endClaim(held.onFence()));
        return Map.of();
    }
}

package dev.banyan.extraction;

import dev.banyan.extraction.protocol.StageEnd;
import dev.banyan.extraction.protocol.SwitchStage;
import dev.banyan.ledger.AttemptKind;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadableDuration;
import dev.banyan.ledger.SideName;
import dev.banyan.replication.Database;
import dev.banyan.replication.Positions;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.SequenceValue;
import dev.banyan.replication.sequence.Sequences;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Changes the owner of a module, forward or back, or tells how it would.
final class SwitchVerb {
    private final Asked asked;
    private final MovedModule module;
    private final Workplace workplace;
    private final OwnerChange change;
    private final AttemptKind kind;

    SwitchVerb(Asked asked, AttemptKind kind) {
        this.asked = asked;
        this.module = asked.module();
        this.workplace = asked.workplace();
        this.kind = kind;
        this.change = OwnerChange.of(kind);
    }

    Outcome run() throws SQLException, InterruptedException {
        if (!asked.extraction().phase().isFollowed()) {
            return Outcome.refused(
                    "Cannot switch the writes of '%s': it is %s, and only a copy that is streaming can take them."
                            .formatted(module.name(), asked.extraction().phase()),
                    "banyan create " + module.name());
        }
        if (change.oldIsLost() && !module.name().equals(asked.option("confirm"))) {
            return unconfirmed();
        }
        var refusal =
                Preflight.refusal(
                        module.name(),
                        "switch the writes",
                        new Preflight(module, workplace).of(change));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (asked.isDryRun()) {
            return asked.told(kind, steps());
        }
        if (change.oldIsLost()) {
            workplace.streaming().stop(module.name(), workplace.settings().carried());
        }
        return asked.attempt(
                kind,
                held ->
                        new ChangeOfOwner(module, workplace, held, change)
                                .run(change.possible(SwitchStage.HOLD)));
    }

    /// What would be missing, before anybody gives it up.
    private Outcome unconfirmed() throws SQLException {
        var link = module.linkTo(change.fresh());
        try (var here = link.target().connect("reverse")) {
            var position = Positions.read(here, link.name());
            var age =
                    position.flatMap(p -> p.appliedThrough())
                            .map(t -> ReadableDuration.since(t, workplace.ledger().clock()))
                            .orElse("unknown");
            return Outcome.refused(
                    "Going back without the database of the service gives up what it took and had not sent: '%s' has its changes up to %s, and the newest of them is %s old."
                            .formatted(
                                    link.name(),
                                    position.map(p -> p.lsn().toString()).orElse("nowhere"),
                                    age),
                    "banyan reverse %1$s --owner-is-lost --confirm %1$s".formatted(module.name()));
        }
    }

    /// Walks the stages in the order in which they are performed, and looks at what each would
    /// meet.
    private List<String> steps() throws SQLException {
        var told = new ArrayList<String>();
        var stage = change.possible(SwitchStage.HOLD);
        while (!stage.isOver()) {
            told.add(OwnerChange.word(stage) + ": " + does(stage));
            stage = change.possible(stage.after(StageEnd.DONE));
        }
        return told;
    }

    private String does(SwitchStage stage) throws SQLException {
        return switch (stage) {
            case HOLD ->
                    "writes wait, for %s at most, in %s"
                            .formatted(ReadableDuration.of(workplace.settings().hold()), routing());
            case CLOSE_OLD ->
                    "the fence of the %s closes, as soon as its open writers have ended, and puts a marker into the log"
                            .formatted(SideName.of(change.old()));
            case AWAIT_MARKER ->
                    "the %s applies the log up to the marker; it is %s behind"
                            .formatted(SideName.of(change.fresh()), lag());
            case SEQUENCES -> sequences();
            case PASS ->
                    "the ledger names the %s as owner: no way back from here, only forward"
                            .formatted(SideName.of(change.fresh()));
            case OPEN_NEW -> "the fence of the %s opens".formatted(SideName.of(change.fresh()));
            case RELEASE -> "what waited goes to the %s".formatted(SideName.of(change.fresh()));
            case MOVE -> "deliveries and subscriptions of '%s' follow".formatted(module.name());
            case FINISH -> "the attempt ends";
            case BEGIN_UNDO, REOPEN_OLD, END_UNDO, OVER ->
                    throw new IllegalStateException(stage + " is no step of a switch that works.");
        };
    }

    private String routing() {
        var names =
                workplace.ledger().processes().stream()
                        .filter(p -> p.kind().routes())
                        .map(ProcessState::id)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "no proxy or seam: none is registered" : names;
    }

    private String lag() {
        try {
            var lag = Streams.lag(module.linkTo(change.fresh()), workplace.ledger().clock());
            return "%s and %d bytes"
                    .formatted(
                            lag.time().map(ReadableDuration::of).orElse("an unknown time"),
                            lag.bytes());
        } catch (StreamStoppedException e) {
            return "an unknown time (" + e.getMessage() + ")";
        }
    }

    private String sequences() throws SQLException {
        var here = module.databaseOf(change.fresh());
        long margin = change.margin(workplace.settings());
        try (var fresh = here.connect("sequences")) {
            var own = sequences(fresh);
            var given =
                    change.oldIsLost()
                            ? Sequences.fromRows(fresh, own)
                            : old(module.databaseOf(change.old()));
            return given.isEmpty()
                    ? "no table has a sequence"
                    : "sequences of the %s are set beyond what was given: %s"
                            .formatted(
                                    SideName.of(change.fresh()),
                                    Sequences.plan(fresh, given, own, margin));
        }
    }

    private List<SequenceValue> old(Database database) throws SQLException {
        try (var owner = database.connect("sequences")) {
            return Sequences.read(owner, sequences(owner));
        }
    }

    private List<Sequence> sequences(Connection connection) throws SQLException {
        return CatalogueReader.read(connection, Selection.ofTables(module.own())).sequences();
    }
}

package dev.banyan.replication.internal.position;

import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Position;
import dev.banyan.replication.Publication;
import dev.banyan.replication.SlotState;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides whether a stream may start where its position says. No reader checks this by itself:
/// each of these has been seen to lose rows without an error.
public final class StartUpCheck {

    private static final Set<String> UNUSABLE_WAL = Set.of("lost", "unreserved");

    private final Link link;
    private final Facts facts;

    private StartUpCheck(Link link, Facts facts) {
        this.link = link;
        this.facts = facts;
    }

    /// What was read of both databases, the position after the writer's lock was taken.
    public record Facts(
            Position position,
            Optional<SlotState> slot,
            Optional<Publication> publication,
            String systemIdentifier,
            String database,
            Lsn currentLsn) {}

    /// Returns if the stream may start.
    ///
    /// @throws StreamStoppedException with what is wrong and what to do about it
    public static void check(Link link, Facts facts) {
        new StartUpCheck(link, facts).check();
    }

    private void check() {
        checkServer();
        SlotState slot = facts.slot().orElseThrow(() -> lost("is gone"));
        checkSlot(slot);
        checkPlaces(slot);
        checkPublication();
        if (slot.active()) {
            throw stop(
                    StopReason.BUSY,
                    "is still read by somebody",
                    "If this lasts, another bridge runs this stream.");
        }
    }

    private void checkServer() {
        if (!facts.position().systemIdentifier().equals(facts.systemIdentifier())) {
            throw lost(
                    "belongs to server "
                            + facts.systemIdentifier()
                            + ", the position to server "
                            + facts.position().systemIdentifier());
        }
        if (!facts.position().slot().equals(link.slot())) {
            throw lost("is not the one of the position, '" + facts.position().slot() + "'");
        }
    }

    private void checkSlot(SlotState slot) {
        if (!slot.plugin().equals("pgoutput")) {
            throw lost("has the plugin '" + slot.plugin() + "', not 'pgoutput'");
        }
        if (!slot.database().equals(facts.database())) {
            throw lost("belongs to database '" + slot.database() + "'");
        }
        if (UNUSABLE_WAL.contains(slot.walStatus())) {
            throw lost("has lost log that it needs (wal_status '" + slot.walStatus() + "')");
        }
        slot.invalidation()
                .ifPresent(reason -> {
                    throw lost("was invalidated (" + reason + ")");
                });
    }

    private void checkPlaces(SlotState slot) {
        Lsn position = facts.position().lsn();
        if (slot.confirmed().isAfter(position)) {
            throw stop(
                    StopReason.HOLE,
                    "stands at "
                            + slot.confirmed()
                            + ", behind the position "
                            + position
                            + ": what lies between was not applied and is not sent any more",
                    next());
        }
        if (position.isAfter(facts.currentLsn())) {
            throw stop(
                    StopReason.SOURCE_PUT_BACK,
                    "ends at "
                            + facts.currentLsn()
                            + ", before the position "
                            + position
                            + ": the source was put back",
                    next());
        }
    }

    private void checkPublication() {
        Publication publication = facts.publication().orElseThrow(() -> unpublished("is gone"));
        List<TableName> missing = new ArrayList<>(link.tables());
        missing.removeAll(publication.tables());
        if (!missing.isEmpty()) {
            throw unpublished("lacks " + missing);
        }
        if (!publication.plain()) {
            throw unpublished("leaves out operations, rows or columns, or renames partitions");
        }
        if (!publication.fingerprint().equals(facts.position().publication())) {
            throw unpublished("was made anew or had a table taken out and put back");
        }
    }

    private String next() {
        return switch (link.kind()) {
            case TABLES -> "A new copy is needed.";
            case OUTBOX -> "The outbox has to be read anew: banyan deliveries --reread";
        };
    }

    private StreamStoppedException unpublished(String what) {
        return new StreamStoppedException(
                StopReason.PUBLICATION,
                "Publication '"
                        + link.publication()
                        + "' "
                        + what
                        + ": what was written meanwhile is never sent. "
                        + next());
    }

    private StreamStoppedException lost(String what) {
        return stop(StopReason.SLOT_LOST, what, next());
    }

    private StreamStoppedException stop(StopReason reason, String what, String next) {
        return new StreamStoppedException(
                reason, "Slot '" + link.slot() + "' " + what + ". " + next);
    }
}

package dev.banyan.replication;

import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.apply.TargetSession;
import dev.banyan.replication.internal.copy.StagingTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replaces the rows of a link's tables by a fresh copy, while others read them.
///
/// The copy goes to staging tables; one transaction under the link's origin then deletes the old
/// rows, inserts the new ones and writes the position, so that nobody sees anything in between.
/// Stop the link's stream first. May be run again after it was cut off at any place.
public final class Recopy {

    private final Link link;
    private final CopySettings settings;
    private final FenceClaim claim;
    private final Moment.Listener moments;
    private List<TableName> replaced;
    private volatile @Nullable Copier copier;

    /// @param claim asked in that one transaction
    public Recopy(Link link, CopySettings settings, FenceClaim claim, Moment.Listener moments) {
        this.link = link;
        this.settings = settings;
        this.claim = claim;
        this.moments = moments;
        this.replaced = link.tables();
    }

    /// Replaces the rows of these tables alone; slot and position are those of the whole link.
    public Recopy only(Collection<TableName> tables) {
        replaced = link.tables().stream().filter(tables::contains).toList();
        return this;
    }

    /// How far it is; from any thread.
    public CopyProgress progress() {
        Copier copying = copier;
        return copying == null ? CopyProgress.NOTHING : copying.progress();
    }

    /// Makes slot and publication anew, copies, and puts the copy in place.
    ///
    /// @param deadline for the slot, which waits for every open writing transaction of the source
    public CopyProgress run(Duration deadline) throws InterruptedException {
        Slots slots = Streams.slots(link);
        slots.drop(deadline);
        StagingTables staging =
                new StagingTables(new Link(link.name(), link.source(), link.target(), replaced));
        staging.create();
        try (ExportedSnapshot snapshot = slots.create(deadline)) {
            moments.reached(Moment.AFTER_SLOT_CREATED);
            Copier copying = staging.copier(settings, moments);
            copier = copying;
            CopyProgress progress = copying.copy(snapshot);
            replace(staging, snapshot.consistentPoint());
            staging.drop();
            return progress;
        }
    }

    private void replace(StagingTables staging, Lsn consistentPoint) {
        try (Connection source = link.source().connect("recopy " + link.name());
                TargetSession session = TargetSession.open(link)) {
            Connection target = session.connection();
            claim.check(target);
            for (TableName table : replaced) {
                Query.of("DELETE FROM " + table.quoted()).execute(target);
                Query.of(staging.insert(target, table)).execute(target);
            }
            Streams.begin(link, consistentPoint, source, target);
            moments.reached(Moment.BEFORE_COMMIT);
            target.commit();
            moments.reached(Moment.AFTER_COMMIT);
        } catch (SQLException e) {
            throw Streams.disconnected(
                    "Cannot put the new copy of '" + link.name() + "' in place", e);
        }
    }
}

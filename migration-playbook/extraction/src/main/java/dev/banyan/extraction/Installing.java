package dev.banyan.extraction;

import dev.banyan.replication.Database;
import dev.banyan.replication.Streams;
import dev.banyan.replication.TableName;
import dev.banyan.replication.fence.FenceTriggers;
import dev.banyan.replication.fence.TriggerSettings;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/// Puts fences on both databases of a module, and takes everything of an extraction away again.
final class Installing {
    private static final Duration REMOVAL = Duration.ofSeconds(30);

    private final MovedModule module;
    private final Workplace workplace;

    Installing(MovedModule module, Workplace workplace) {
        this.module = module;
        this.workplace = workplace;
    }

    /// Rows of both fences: the source is open, the target is not, and followed tables never are.
    void prepareFences() throws SQLException {
        var source = workplace.fenceIn(module.source());
        var target = workplace.fenceIn(module.target());
        source.prepare();
        target.prepare();
        source.register(module.name(), true);
        target.register(module.name(), false);
        if (!module.followed().isEmpty()) {
            target.register(module.followedFence(), false);
        }
    }

    /// Triggers on every table; repeatable.
    void installTriggers() throws SQLException, InterruptedException {
        installOn(module.source(), module.name(), module.own());
        installOn(module.target(), module.name(), module.own());
        installOn(module.target(), module.followedFence(), module.followed());
        installOutboxTriggers();
    }

    /// What the module publishes passes its fence as well. The table may be made later than the
    /// others, at the first start of the application there; repeatable.
    void installOutboxTriggers() throws SQLException, InterruptedException {
        for (var side : Side.values()) {
            var database = module.databaseOf(side);
            var events = Catalogues.eventsOf(database, module.name());
            if (!events.isEmpty()) {
                install(database, module.name(), events);
            }
        }
    }

    void removeTriggers() throws SQLException, InterruptedException {
        remove(module.source(), module.name());
        remove(module.target(), module.name());
        if (!module.followed().isEmpty()) {
            remove(module.target(), module.followedFence());
        }
    }

    /// Slots, publications, origins and position rows of both directions.
    void removeLinks() {
        Streams.remove(module.forward(), REMOVAL);
        Streams.remove(module.reverse(), REMOVAL);
    }

    private static void installOn(Database database, String fence, Set<TableName> tables)
            throws SQLException, InterruptedException {
        install(database, fence, Catalogues.fenced(database, tables));
    }

    private static void install(Database database, String fence, Set<TableName> tables)
            throws SQLException, InterruptedException {
        if (tables.isEmpty()) {
            return;
        }
        var obstacle = new FenceTriggers(database, TriggerSettings.STANDARD).install(fence, tables);
        if (obstacle.isPresent()) {
            throw new SQLException("A fence could not be put up: " + obstacle.get());
        }
    }

    private static void remove(Database database, String fence)
            throws SQLException, InterruptedException {
        var obstacle = new FenceTriggers(database, TriggerSettings.STANDARD).remove(fence);
        if (obstacle.isPresent()) {
            throw new SQLException("A fence could not be taken down: " + obstacle.get());
        }
    }
}

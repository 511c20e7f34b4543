package dev.banyan.extraction;

import dev.banyan.replication.Connections;
import dev.banyan.replication.Database;
import dev.banyan.replication.ReadyConnections;
import dev.banyan.replication.fence.Fence;
import dev.banyan.replication.schema.CatalogueReader;
import dev.banyan.replication.schema.Selection;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.sequence.Sequences;
import dev.banyan.routing.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One side of a module whose owner changes. What the steps need of it can be had before anybody
/// waits for them; what was not prepared is had when it is needed. Belongs to one thread.
final class FencedSide implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FencedSide.class);

    private final MovedModule module;
    private final Workplace workplace;
    private final Database database;
    private Optional<ReadyConnections> ready = Optional.empty();
    private Optional<List<Sequence>> sequences = Optional.empty();

    FencedSide(MovedModule module, Workplace workplace, Side side) {
        this.module = module;
        this.workplace = workplace;
        this.database = module.databaseOf(side);
    }

    /// Logs in so many times, and looks the sequences up.
    void prepare(int connections) throws SQLException {
        var found = lookedUp();
        sequences = Optional.of(found);
        close();
        ready =
                Optional.of(
                        ReadyConnections.open(
                                database, "switch", connections, c -> warmUp(c, found)));
    }

    /// A session reads what it needs to know of a table when it sees it for the first time.
    private void warmUp(Connection connection, List<Sequence> found) throws SQLException {
        Fence.read(connection, module.name());
        Sequences.behind(connection, found);
    }

    Connections connections() {
        return ready.isPresent() ? ready.get() : database;
    }

    Fence fence() {
        return workplace.fenceIn(connections());
    }

    List<Sequence> sequences() throws SQLException {
        return sequences.isPresent() ? sequences.get() : lookedUp();
    }

    private List<Sequence> lookedUp() throws SQLException {
        try (var connection = database.connect("sequences")) {
            return CatalogueReader.read(connection, Selection.ofTables(module.own())).sequences();
        }
    }

    /// Gives back what was prepared and not needed.
    @Override
    public void close() {
        try {
            if (ready.isPresent()) {
                ready.get().close();
            }
        } catch (SQLException e) {
            log.debug("A connection that nobody needed could not be closed.", e);
        }
        ready = Optional.empty();
    }
}

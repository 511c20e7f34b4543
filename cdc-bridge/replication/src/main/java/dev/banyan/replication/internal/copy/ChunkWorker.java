package dev.banyan.replication.internal.copy;

import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.position.Origins;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/// Copies chunks over one pair of connections, each in one transaction of the target.
///
/// Confined to one thread. After an error the pair is opened anew for the next try.
final class ChunkWorker implements AutoCloseable {

    private static final int PIECE = 256 * 1024;

    private final Link link;
    private final int number;
    private final ExportedSnapshot snapshot;
    private final Throttle throttle;
    private final CopyMeter meter;
    private @Nullable Connection source;
    private @Nullable Connection target;

    ChunkWorker(
            Link link, int number, ExportedSnapshot snapshot, Throttle throttle, CopyMeter meter) {
        this.link = link;
        this.number = number;
        this.snapshot = snapshot;
        this.throttle = throttle;
        this.meter = meter;
    }

    /// The rows of the chunk, whether they are copied now or were by a try whose answer got lost.
    long copy(CopiedTable.Chunk chunk) throws SQLException, InterruptedException {
        Connection from = source();
        Connection to = target();
        long done = CopiedChunks.rows(to, link, chunk);
        if (done >= 0) {
            to.rollback();
            return done;
        }

        long rows = pipe(from, to, chunk);
        CopiedChunks.add(to, link, chunk, rows);
        to.commit();
        return rows;
    }

    private long pipe(Connection from, Connection to, CopiedTable.Chunk chunk)
            throws SQLException, InterruptedException {
        CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut(chunk.copyOut());
        CopyIn in = to.unwrap(PGConnection.class).getCopyAPI().copyIn(chunk.copyIn());
        try {
            send(out, in);
            long written = in.endCopy();
            if (written != out.getHandledRowCount()) {
                throw new SQLException(
                        "%d rows of %s were read, but %d written"
                                .formatted(out.getHandledRowCount(), chunk, written));
            }
            return written;
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private void send(CopyOut out, CopyIn in) throws SQLException, InterruptedException {
        Piece piece = new Piece();
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            piece.write(row, 0, row.length);
            if (piece.size() >= PIECE) {
                piece.sendTo(in, meter);
                throttle.pass(number);
            }
        }
        piece.sendTo(in, meter);
    }

    private Connection source() throws SQLException {
        Connection open = source;
        if (open == null) {
            open = SnapshotReader.open(link, snapshot);
            source = open;
        }
        return open;
    }

    /// Locks the source's tables, if it can have them by now.
    ///
    /// @return false if somebody else is in line for one of them
    boolean open() throws SQLException {
        try {
            source();
            return true;
        } catch (SQLException e) {
            if (Query.isLockTimeout(e)) {
                return false;
            }
            throw e;
        }
    }

    /// The same, and connects to the target: whoever can do both can copy.
    boolean join() throws SQLException {
        if (!open()) {
            return false;
        }
        target();
        return true;
    }

    private Connection target() throws SQLException {
        Connection open = target;
        if (open == null) {
            open = link.target().connect("copy " + link.name());
            target = open;
            // A stream back leaves out what has an origin.
            Origins.setUp(open, Origins.copier(link.origin(), number));
            String money = Query.of("SHOW lc_monetary").one(source(), row -> row.getString(1));
            Query.of("SELECT set_config('lc_monetary', ?, false)", money).execute(open);
            Query.of("SET session_replication_role = replica").execute(open);
            open.setAutoCommit(false);
        }
        return open;
    }

    /// Begins anew with fresh connections.
    void reset() {
        closeQuietly(source);
        closeQuietly(target);
        source = null;
        target = null;
    }

    @Override
    public void close() {
        reset();
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }

        try {
            connection.close();
        } catch (SQLException e) {
            // Its transaction is gone either way.
        }
    }

    /// Rows gathered into one write, without copying them once more.
    private static final class Piece extends ByteArrayOutputStream {

        Piece() {
            super(PIECE + PIECE / 4);
        }

        void sendTo(CopyIn in, CopyMeter meter) throws SQLException {
            if (count > 0) {
                in.writeToCopy(buf, 0, count);
                meter.copied(count);
                reset();
            }
        }
    }
}

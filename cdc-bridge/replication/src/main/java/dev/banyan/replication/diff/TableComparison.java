package dev.banyan.replication.diff;

import dev.banyan.replication.internal.Query;
import dev.banyan.replication.internal.RewrittenTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Compares one table under two snapshots: hashes of chunks first, both sides at once, then the
/// rows of those chunks whose hashes differ.
final class TableComparison {

    private final TableShape shape;
    private final Connection owner;
    private final Connection other;
    private final int chunks;

    TableComparison(TableShape shape, Connection owner, Connection other, int chunks) {
        this.shape = shape;
        this.owner = owner;
        this.other = other;
        this.chunks = chunks;
    }

    /// Told of each row that differs; of a changed one, both are there.
    @FunctionalInterface
    interface Listener {
        void differs(@Nullable RowLine owner, @Nullable RowLine other);
    }

    private record Chunk(long rows, String hash) {}

    TableResult run(Executor executor, Listener listener) throws SQLException {
        CompletableFuture<Map<Integer, Chunk>> otherSide =
                CompletableFuture.supplyAsync(() -> hashesUnchecked(other), executor);
        Map<Integer, Chunk> ownerHashes = hashes(owner);
        Map<Integer, Chunk> otherHashes = joined(otherSide);
        RewrittenTable.refuse(owner, shape.name());
        RewrittenTable.refuse(other, shape.name());
        List<Integer> differing = differing(ownerHashes, otherHashes);
        long differences = differing.isEmpty() ? 0 : compareRows(differing, listener);
        return new TableResult(
                shape.name(), shape.isKeyed(), rows(ownerHashes), rows(otherHashes), differences);
    }

    private Map<Integer, Chunk> hashes(Connection connection) throws SQLException {
        Map<Integer, Chunk> hashes = new HashMap<>();
        Query.of(shape.hashes(chunks))
                .list(
                        connection,
                        row ->
                                hashes.put(
                                        row.getInt("chunk"),
                                        new Chunk(row.getLong("rows"), row.getString("hash"))));
        return hashes;
    }

    private Map<Integer, Chunk> hashesUnchecked(Connection connection) {
        try {
            return hashes(connection);
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }

    private static <T> T joined(CompletableFuture<T> future) throws SQLException {
        try {
            return future.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private static List<Integer> differing(Map<Integer, Chunk> owner, Map<Integer, Chunk> other) {
        TreeSet<Integer> all = new TreeSet<>(owner.keySet());
        all.addAll(other.keySet());
        return all.stream()
                .filter(chunk -> !Objects.equals(owner.get(chunk), other.get(chunk)))
                .toList();
    }

    private static long rows(Map<Integer, Chunk> hashes) {
        return hashes.values().stream().mapToLong(Chunk::rows).sum();
    }

    private long compareRows(List<Integer> differing, Listener listener) throws SQLException {
        String select = shape.rows(chunks, differing);
        long count = 0;
        try (RowReader ownerRows = new RowReader(owner, select);
                RowReader otherRows = new RowReader(other, select)) {
            while (ownerRows.current() != null || otherRows.current() != null) {
                count += compareNext(ownerRows, otherRows, listener) ? 0 : 1;
            }
        }
        return count;
    }

    /// An ordered merge. Rows without a key are their own key: equal ones pair off one by one, so
    /// tables without a key are compared as bags.
    private static boolean compareNext(RowReader ownerRows, RowReader otherRows, Listener listener)
            throws SQLException {
        RowLine owner = ownerRows.current();
        RowLine other = otherRows.current();
        int order = order(owner, other);
        if (order <= 0) {
            ownerRows.advance();
        }
        if (order >= 0) {
            otherRows.advance();
        }
        if (order == 0 && owner != null && other != null && owner.isSame(other)) {
            return true;
        }

        listener.differs(order <= 0 ? owner : null, order >= 0 ? other : null);
        return false;
    }

    private static int order(@Nullable RowLine owner, @Nullable RowLine other) {
        if (owner == null) {
            return 1;
        }
        return other == null ? -1 : owner.compareKey(other);
    }
}

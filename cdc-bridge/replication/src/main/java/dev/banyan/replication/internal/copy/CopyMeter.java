package dev.banyan.replication.internal.copy;

import dev.banyan.replication.CopyProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what a copy has done. For all threads.
final class CopyMeter {

    private static final long PAGE_BYTES = 8192;

    private final long start = System.nanoTime();
    private final int tables;
    private final int chunks;
    private final long pages;
    private final Map<CopiedTable, AtomicInteger> left = new ConcurrentHashMap<>();
    private final AtomicInteger chunksDone = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    CopyMeter(List<CopiedTable.Chunk> chunks) {
        for (CopiedTable.Chunk chunk : chunks) {
            left.computeIfAbsent(chunk.table(), table -> new AtomicInteger()).incrementAndGet();
        }
        this.tables = left.size();
        this.chunks = chunks.size();
        this.pages = left.keySet().stream().mapToLong(CopiedTable::pages).sum();
    }

    static CopyMeter nothingYet() {
        return new CopyMeter(List.of());
    }

    void copied(int moreBytes) {
        bytes.addAndGet(moreBytes);
    }

    void done(CopiedTable.Chunk chunk, long moreRows) {
        rows.addAndGet(moreRows);
        AtomicInteger ofTable = left.get(chunk.table());
        if (ofTable != null) {
            ofTable.decrementAndGet();
        }
        chunksDone.incrementAndGet();
    }

    void retried() {
        retried.incrementAndGet();
    }

    CopyProgress progress() {
        double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
        int done = chunksDone.get();
        int tablesDone =
                Math.toIntExact(left.values().stream().filter(count -> count.get() == 0).count());
        return new CopyProgress(
                tables,
                tablesDone,
                chunks,
                done,
                retried.get(),
                rows.get(),
                bytes.get(),
                pages * PAGE_BYTES,
                rows.get() / seconds,
                remaining(done, seconds));
    }

    private Optional<Duration> remaining(int done, double seconds) {
        if (done == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round(1000 * seconds / done * (chunks - done))));
    }
}

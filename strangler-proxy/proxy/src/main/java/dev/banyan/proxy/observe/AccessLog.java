package dev.banyan.proxy.observe;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Lines on their way to a file or the standard output. Whoever logs never waits: when the queue is
/// full, or nothing can be written, lines are dropped and counted. Thread-safe.
public final class AccessLog implements AutoCloseable {

    /// Opens what is written to; called again when it was moved away.
    @FunctionalInterface
    public interface Output {
        OutputStream open() throws IOException;
    }

    private static final int BATCH = 256;
    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

    private final BlockingQueue<byte[]> lines;
    private final AtomicLong dropped = new AtomicLong();
    private final Output output;
    private final Thread writer;
    private volatile boolean closing;

    /// @param queue lines that wait at most
    public AccessLog(Output output, int queue) {
        this.output = output;
        this.lines = new ArrayBlockingQueue<>(queue);
        this.writer = Thread.ofPlatform().daemon().name("access-log").start(this::run);
    }

    void offer(byte[] line) {
        if (!lines.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    /// Lines that were not written.
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        while (!closing || !lines.isEmpty()) {
            try (var stream = new BufferedOutputStream(output.open(), 1 << 16)) {
                write(stream);
            } catch (IOException broken) {
                LOG.log(System.Logger.Level.WARNING, "The access log cannot be written.", broken);
                dropWaiting();
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /// Writes for a second, so that a file that was moved away is soon opened anew.
    private void write(OutputStream stream) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        var batch = new ArrayList<byte[]>(BATCH);
        while (!closing && until - System.nanoTime() > 0) {
            var first = lines.poll(100, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                writeAll(stream, batch);
            }
        }
        writeAll(stream, batch);
    }

    private void writeAll(OutputStream stream, List<byte[]> batch) throws IOException {
        lines.drainTo(batch, BATCH);
        while (!batch.isEmpty()) {
            try {
                for (var line : batch) {
                    stream.write(line);
                }
                stream.flush();
            } catch (IOException broken) {
                dropped.addAndGet(batch.size());
                throw broken;
            } finally {
                batch.clear();
            }
            lines.drainTo(batch, BATCH);
        }
    }

    private void dropWaiting() {
        var lost = new ArrayList<byte[]>();
        dropped.addAndGet(lines.drainTo(lost));
    }

    /// Writes what waits, for at most two seconds.
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

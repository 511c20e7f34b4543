package dev.banyan.proxy.path;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends the loops: each lets its connections end, and closes what is left after the grace.
final class Stop {

    private static final long LOOK_MILLIS = 10;
    private static final long QUIET_MILLIS = 20;
    private static final long MOST_MILLIS = 2_000;
    private static final long CLOSE_NANOS = 1_000_000_000L;

    private final List<Loop> loops;
    private final EventLoopGroup group;
    private final CompletableFuture<Void> stopped;
    private final AtomicInteger left;

    Stop(List<Loop> loops, EventLoopGroup group, CompletableFuture<Void> stopped) {
        this.loops = loops;
        this.group = group;
        this.stopped = stopped;
        this.left = new AtomicInteger(loops.size());
    }

    void begin(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        for (var loop : loops) {
            loop.executor.execute(() -> {
                loop.stop(grace.toNanos() / 2);
                look(loop, end);
            });
        }
    }

    private void look(Loop loop, long end) {
        if (loop.connections() > 0 && System.nanoTime() - end < 0) {
            loop.later(LOOK_MILLIS, () -> look(loop, end));
            return;
        }
        loop.closeAll();
        awaitChannels(loop, System.nanoTime() + CLOSE_NANOS, false);
    }

    /// A loop that is shut down while a channel still writes may never end: on io_uring it waits
    /// for reads that nobody cancels any more. So it is left without channels first.
    private void awaitChannels(Loop loop, long end, boolean forced) {
        boolean late = System.nanoTime() - end >= 0;
        if (loop.hasChannels() && !(late && forced)) {
            if (late) {
                loop.closeChannels();
            }
            long next = late ? System.nanoTime() + CLOSE_NANOS : end;
            loop.later(LOOK_MILLIS, () -> awaitChannels(loop, next, forced || late));
            return;
        }
        // What was closed just now still has writes to give back. Netty's own quiet period does the
        // same, but takes a tenth of a second at least.
        loop.later(QUIET_MILLIS, this::ended);
    }

    private void ended() {
        if (left.decrementAndGet() == 0) {
            group.shutdownGracefully(0, MOST_MILLIS, TimeUnit.MILLISECONDS)
                    .addListener(done -> stopped.complete(null));
        }
    }
}

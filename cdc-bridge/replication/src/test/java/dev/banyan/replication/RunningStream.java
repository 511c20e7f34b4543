package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stream on a thread of its own, as long as a test needs it.
final class RunningStream {

    private final Link link;
    private final ReplicationStream stream;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private RunningStream(Link link, ReplicationStream stream) {
        this.link = link;
        this.stream = stream;
        Thread.ofPlatform().name("stream " + link.name()).start(this::run);
    }

    static RunningStream start(Link link, StreamSettings settings) {
        return new RunningStream(
                link,
                new ReplicationStream(
                        link, settings, Streams.applier(link, settings), Moment.Listener.none()));
    }

    /// Makes slot and first position for tables that are the same on both sides, then starts.
    static RunningStream startEmpty(Link link, StreamSettings settings) {
        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            Streams.begin(link, snapshot.consistentPoint());
        }
        return start(link, settings);
    }

    private void run() {
        try {
            stream.run();
            end.complete(null);
        } catch (InterruptedException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    ReplicationStream stream() {
        return stream;
    }

    /// Waits until everything that is committed in the source now is applied.
    RunningStream catchUp() throws Exception {
        String marker = "catch-up " + System.nanoTime();
        try (var source = link.source().connect("test")) {
            Signals.marker(source, marker);
        }
        long deadline = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        while (!Streams.awaitMarker(link, marker, java.time.Duration.ofMillis(200))) {
            assertThat(end).as("the stream's end").isNotCompletedExceptionally();
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
        return this;
    }

    /// Waits until it has stopped by itself, and says why.
    StreamStoppedException stopped() throws InterruptedException, TimeoutException {
        try {
            end.get(TwoDatabases.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StreamStoppedException stopped) {
                return stopped;
            }
            throw new AssertionError("It ended with another exception.", e);
        }
        throw new AssertionError("It ended without an exception.");
    }

    void close() throws InterruptedException, TimeoutException {
        stream.close();
        try {
            end.get(TwoDatabases.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // Whoever wants to know has asked `stopped`.
        }
    }

    /// Stops the stream and takes away what the link left.
    void remove() throws InterruptedException, TimeoutException {
        close();
        Streams.remove(link, TwoDatabases.DEADLINE);
    }
}

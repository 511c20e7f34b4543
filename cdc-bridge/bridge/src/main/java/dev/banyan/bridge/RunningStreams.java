package dev.banyan.bridge;

import dev.banyan.extraction.MovedModule;
import dev.banyan.extraction.Streaming;
import dev.banyan.replication.Applied;
import dev.banyan.replication.Heartbeats;
import dev.banyan.replication.Link;
import dev.banyan.replication.Moment;
import dev.banyan.replication.ReplicationStream;
import dev.banyan.replication.StreamRunner;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.Streams;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The streams of this process, two for each module. Safe for use by threads.
final class RunningStreams implements Streaming, AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofMillis(250);

    private final StreamSettings settings;
    private final Supplier<Instant> clock;
    private final Map<String, Pair> pairs = new ConcurrentHashMap<>();

    /// Guarded by this object.
    private boolean closed;

    /// Runs nothing yet.
    ///
    /// @param clock the ledger's, which the heartbeats carry
    RunningStreams(StreamSettings settings, Supplier<Instant> clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// One direction with its heartbeats.
    private record Direction(Link link, StreamRunner runner, Heartbeats heartbeats)
            implements AutoCloseable {
        @Override
        public void close() {
            heartbeats.close();
            runner.close();
        }
    }

    /// Both directions of a module, guarded by this object.
    private final class Pair {
        final Map<Side, Direction> directions = new EnumMap<>(Side.class);

        Pair(MovedModule module) {
            for (var side : Side.values()) {
                directions.put(side, run(module.linkTo(side)));
            }
        }

        synchronized Optional<Direction> to(Side side) {
            return Optional.ofNullable(directions.get(side));
        }

        synchronized void close() {
            directions.values().forEach(Direction::close);
            directions.clear();
        }
    }

    private Direction run(Link link) {
        var runner =
                new StreamRunner(
                        link,
                        () ->
                                new ReplicationStream(
                                        link,
                                        settings,
                                        Streams.applier(link, settings),
                                        Moment.Listener.none()));
        return new Direction(link, runner, new Heartbeats(link, HEARTBEAT, clock));
    }

    /// Nothing after the end: a stream that nobody stops would keep its slot from all others.
    @Override
    public synchronized void start(MovedModule module) {
        if (closed) {
            throw new IllegalStateException("This bridge has ended.");
        }
        pairs.computeIfAbsent(module.name(), _ -> new Pair(module));
    }

    @Override
    public void stop(String module, Duration patience) {
        var pair = pairs.remove(module);
        if (pair != null) {
            pair.close();
        }
    }

    @Override
    public Optional<ReplicationStream> streamTo(String module, Side side) {
        return direction(module, side).map(Direction::runner).flatMap(StreamRunner::current);
    }

    @Override
    public State stateTo(String module, Side side) {
        return direction(module, side)
                .map(d -> state(d.runner()))
                .orElseGet(() -> new State(false, Optional.of("it was not started")));
    }

    /// How fast the stream to a side applies; nothing where none does.
    StreamSpeed speedTo(String module, Side side) {
        return StreamSpeed.of(
                streamTo(module, side).map(ReplicationStream::applied).orElse(Applied.NOTHING));
    }

    Collection<String> modules() {
        return List.copyOf(pairs.keySet());
    }

    Optional<Link> link(String module, Side side) {
        return direction(module, side).map(Direction::link);
    }

    private Optional<Direction> direction(String module, Side side) {
        return Optional.ofNullable(pairs.get(module)).flatMap(p -> p.to(side));
    }

    private static State state(StreamRunner runner) {
        var status = runner.status();
        return new State(
                status.phase() == StreamRunner.Phase.STREAMING,
                status.phase() == StreamRunner.Phase.STOPPED
                        ? Optional.of(status.message())
                        : Optional.empty());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        pairs.keySet().forEach(m -> stop(m, Duration.ZERO));
    }
}

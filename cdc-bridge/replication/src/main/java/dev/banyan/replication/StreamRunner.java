package dev.banyan.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a stream going: starts a new life after each end that may pass, stays down after one that
/// does not. For all threads.
public final class StreamRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRunner.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

    private final Link link;
    private final Supplier<ReplicationStream> lives;
    private final Thread thread;
    private volatile Status status = new Status(Phase.STARTING, Optional.empty(), "", 0);
    private volatile @Nullable ReplicationStream current;
    private volatile boolean closing;

    /// What a stream is doing.
    public enum Phase {
        STARTING,
        STREAMING,
        /// It ended for a reason that may pass, and starts again.
        RETRYING,
        STOPPED,
        CLOSED
    }

    /// What a runner says of itself.
    ///
    /// @param reason why it is not running, where it is not
    /// @param restarts lives that ended and were followed by another
    public record Status(Phase phase, Optional<StopReason> reason, String message, long restarts) {}

    /// @param lives makes a new stream for each life
    public StreamRunner(Link link, Supplier<ReplicationStream> lives) {
        this.link = link;
        this.lives = lives;
        this.thread = Thread.ofPlatform().name("banyan-stream-" + link.name()).start(this::run);
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        Lsn reached = Lsn.ZERO;
        while (!closing) {
            ReplicationStream life = lives.get();
            current = life;
            if (closing) {
                break;
            }
            Status end = live(life);
            status = end;
            if (end.phase() != Phase.RETRYING) {
                break;
            }
            // A life that got further is followed at once, one that did not after longer and
            // longer.
            pause = life.position().isAfter(reached) ? SHORTEST_PAUSE : longer(pause);
            reached = life.position().isAfter(reached) ? life.position() : reached;
            sleep(pause);
        }
        current = null;
    }

    private Status live(ReplicationStream life) {
        try {
            life.run();
            return ended(Phase.CLOSED, null, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended(Phase.CLOSED, null, "");
        } catch (StreamStoppedException e) {
            boolean again = e.reason().isRetryable() && !closing;
            LOG.warn(
                    "{}: {} ({}): {}",
                    link.name(),
                    again ? "the stream starts again" : "the stream has stopped",
                    e.reason().tag(),
                    e.getMessage());
            return ended(
                    again ? Phase.RETRYING : Phase.STOPPED,
                    e.reason(),
                    String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{}: the stream has stopped", link.name(), e);
            return ended(Phase.STOPPED, StopReason.UNREADABLE, e.toString());
        }
    }

    private Status ended(Phase phase, @Nullable StopReason reason, String message) {
        long restarts = status.restarts() + (phase == Phase.RETRYING ? 1 : 0);
        return new Status(phase, Optional.ofNullable(reason), message, restarts);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The life that goes on now, if one does.
    public Optional<ReplicationStream> current() {
        return Optional.ofNullable(current);
    }

    public boolean isStreaming() {
        return current().filter(ReplicationStream::isRunning).isPresent();
    }

    public Status status() {
        Status known = status;
        return isStreaming()
                ? new Status(Phase.STREAMING, Optional.empty(), "", known.restarts())
                : known;
    }

    /// Stops at the end of a transaction and waits for it.
    @Override
    public void close() {
        closing = true;
        current().ifPresent(ReplicationStream::close);
        try {
            if (!thread.join(JOIN_LIMIT)) {
                thread.interrupt();
                thread.join(JOIN_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
